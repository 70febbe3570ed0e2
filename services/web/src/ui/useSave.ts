// SPDX-License-Identifier: EUPL-1.2
// What every form that saves something does: one request at a time, the same content is the same request, a wrong date
// is not sent, and after a refusal the focus is in the field that has to be corrected.
import { Code, ConnectError } from "@connectrpc/connect";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useRequestId } from "../api/requestId";
import { hasWrongDate } from "./DateField";
import { violations } from "./errors";
import { onSaveKey } from "./saveKey";
import { useFaultyFieldFocus } from "./useFaultyFieldFocus";

interface Saving<Answer> {
  // What is in the fields, and what else makes the request another one.
  content: object;
  send: (requestId: string) => Promise<Answer>;
  onSaved: (answer: Answer) => unknown;
  // Somebody was faster: what they did has to be on the page before anybody tries again.
  onOvertaken?: () => unknown;
  // Whether there is something to send.
  ready?: boolean;
}

// Give the form's element `form` and `onKeyDown`; `save` is for its button.
export function useSave<Form extends HTMLElement, Answer>({ content, send, onSaved, onOvertaken, ready = true }: Saving<Answer>) {
  const requestId = useRequestId();
  const saving = useMutation({
    mutationFn: () => send(requestId(content)),
    onSuccess: onSaved,
    onError: (error) => {
      if ([Code.Aborted, Code.FailedPrecondition].includes(ConnectError.from(error).code)) return onOvertaken?.();
    },
  });
  const [refused, setRefused] = useState<object>();
  const form = useFaultyFieldFocus<Form>(saving.error, refused);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (hasWrongDate(content)) setRefused({});
    else if (ready && !saving.isPending) saving.mutate();
  };
  return {
    form, save, onKeyDown: onSaveKey(save), saving: saving.isPending, error: saving.error, found: violations(saving.error),
    answer: saving.data,
  };
}
