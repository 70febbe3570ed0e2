// SPDX-License-Identifier: EUPL-1.2
// A test of the page: it fails on any error in the console, on anything that the content security
// policy had to stop, and on any request that leaves the machine.
import { createClient, type Client, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import type { DescService } from "@bufbuild/protobuf";
import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { AccessService } from "../../gen/muster/access/v1/access_pb";
import { accounts, password, type AccountKey } from "./accounts.ts";

interface Fixtures {
  // What the console may say in this test, such as the status of a refused request.
  allowed: RegExp[];
  watched: void;
  // Signs the browser in as one of the accounts, without the sign-in page.
  signIn: (account: AccountKey) => Promise<void>;
  // The API as one of the accounts.
  api: <Service extends DescService>(service: Service, account: AccountKey) => Promise<Client<Service>>;
}

export function serverUrl(): string {
  const url = process.env.MUSTER_URL;
  if (!url) throw new Error("MUSTER_URL is not set");
  return url;
}

const cookies = new Map<AccountKey, string>();

async function cookieOf(account: AccountKey): Promise<string> {
  const known = cookies.get(account);
  if (known) return known;
  let cookie = "";
  const access = createClient(AccessService, createConnectTransport({ baseUrl: serverUrl() }));
  await access.signIn({ accountName: accounts[account].name, password }, {
    onHeader: (headers) => (cookie = headers.get("set-cookie")?.split(";")[0] ?? ""),
  });
  cookies.set(account, cookie);
  return cookie;
}

async function addCookie(context: BrowserContext, pair: string) {
  const at = pair.indexOf("=");
  if (at < 0) return;
  await context.addCookies([{
    name: pair.slice(0, at), value: pair.slice(at + 1), url: serverUrl(), httpOnly: true, sameSite: "Strict",
  }]);
}

function transportWith(cookie: string): Transport {
  return createConnectTransport({
    baseUrl: serverUrl(),
    interceptors: [(next) => (request) => {
      request.header.set("cookie", cookie);
      return next(request);
    }],
  });
}

function watch(page: Page, faults: string[]) {
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol) && hostname !== "127.0.0.1") faults.push(`outside: ${request.url()}`);
  });
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(serverUrl()),
  allowed: async ({}, use) => use([]),
  watched: [async ({ page, allowed }, use) => {
    const faults: string[] = [];
    watch(page, faults);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    await use();
    expect(faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault)))).toEqual([]);
  }, { auto: true }],
  signIn: async ({ context }, use) => use(async (account) => addCookie(context, await cookieOf(account))),
  api: async ({}, use) => use(async (service, account) => createClient(service, transportWith(await cookieOf(account)))),
});

export { expect };

// Chromium reports every refused request in the console.
export function refused(...statuses: number[]): RegExp {
  return new RegExp(`status of (${statuses.join("|")})`);
}

// Holds every request to `url`, a pattern, until it is released; `arrived` tells of the first.
export async function hold(page: Page, url: string) {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(url, async (route) => {
    arrive();
    await released;
    await route.continue();
  });
  return { arrived, release };
}

// The page has shown all that it asked for.
export async function settled(page: Page) {
  await page.waitForLoadState("networkidle");
  await expect(page.locator(".aksel-loader, .aksel-skeleton")).toHaveCount(0);
}
