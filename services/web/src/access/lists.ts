// SPDX-License-Identifier: EUPL-1.2
// What the pages about access read, and how they name what it is about.
import { useQuery } from "@tanstack/react-query";
import { access, everyPage } from "../api/api";
import { isOther, named, useUnits } from "../api/reference";
import { AccessService, type Account, type Approval, type ApprovalView } from "../gen/muster/access/v1/access_pb";
import { TwoHandAct } from "../gen/muster/platform/v1/hands_pb";
import { RoleSchema } from "../gen/muster/platform/v1/options_pb";
import { useTexts } from "../texts/texts";

const pageSize = 500;

export function useApprovals(view: ApprovalView) {
  return useQuery({ queryKey: [AccessService.typeName, "approvals", view], queryFn: ({ signal }) =>
    everyPage((pageToken) => access.listApprovals({ view, pageSize, pageToken }, { signal }), (response) => response.approvals) });
}

export function useAccounts() {
  return useQuery({ queryKey: [AccessService.typeName, "accounts"], queryFn: ({ signal }) =>
    everyPage((pageToken) => access.listAccounts({ pageSize, pageToken }, { signal }), (response) => response.accounts) });
}

export function useGrants() {
  return useQuery({ queryKey: [AccessService.typeName, "grants"], queryFn: ({ signal }) =>
    everyPage((pageToken) => access.listGrants({ pageSize, pageToken, orderBy: "create_time desc" }, { signal }), (response) => response.grants) });
}

export function useTokens() {
  return useQuery({ queryKey: [AccessService.typeName, "tokens"], queryFn: ({ signal }) =>
    everyPage((pageToken) => access.listTokens({ pageSize, pageToken }, { signal }), (response) => response.tokens) });
}

export function useTwoHandActs() {
  return useQuery({ queryKey: [AccessService.typeName, "acts"], queryFn: async ({ signal }) =>
    (await access.listTwoHandActs({}, { signal })).acts });
}

// "accounts/4", or the console, as one calls them.
export function useHand(accounts: Account[] | undefined): (hand: string) => string {
  const texts = useTexts();
  return (hand) => {
    if (hand === "console") return texts.access.console;
    const account = named(accounts, hand);
    return account ? accountText(account) : hand;
  };
}

export function accountText(account: Account): string {
  return account.displayName ? `${account.displayName} (${account.accountName})` : account.accountName;
}

// What a unit is called; all units when there is none.
export function useUnitText(): (unit: string) => string {
  const texts = useTexts();
  const units = useUnits();
  return (name) => {
    if (!name) return texts.access.allUnits;
    if (isOther(name)) return texts.disclosure.other;
    const unit = named(units.data, name);
    return unit ? `${unit.code} ${texts.name(unit.displayName, unit.displayNameNb)}` : name;
  };
}

// What an approval asks for, in the page's language; of an act that is newer than the page, the server's words.
export function useSentence(): (approval: Approval) => string {
  const texts = useTexts();
  const unitText = useUnitText();
  return (approval) => {
    const act = TwoHandAct[approval.act] as keyof typeof texts.access.sentences | undefined;
    const sentence = act && texts.access.sentences[act];
    return sentence ? sentence({
      role: texts.value(RoleSchema, approval.role), unit: unitText(approval.unit), account: approval.label,
      person: texts.access.somebody(approval.person.split("/")[1] ?? ""),
      grounds: approval.grounds,
    }) : approval.sentence;
  };
}
