// SPDX-License-Identifier: EUPL-1.2
// What every refusal owes its reader: a Connect error that names the field, says what is wrong and
// how to mend it, and repeats nothing of what was sent.
import assert from "node:assert/strict";
import { fromBinary } from "@bufbuild/protobuf";
import { BadRequestSchema } from "../../gen/google/rpc/error_details_pb";
import type { Answer } from "./requests.ts";

const statuses: Record<string, number> = {
  invalid_argument: 400, failed_precondition: 400, not_found: 404, already_exists: 409, aborted: 409,
};
// The words of a remedy; "is required" is one.
const remedy =
  /required|needed|needs |is missing|give|create |write|remove|use |must |at most|at least|must be from|send|choose|add|see |read|leave|put |may hold|may follow|its fields are|name it once/i;

// The violations of a refusal, field by field.
export function violationsOf(answer: Answer, what: string): Map<string, string> {
  const text = `${what}: ${answer.status} ${JSON.stringify(answer.body)}`;
  assert.equal(answer.status, statuses[answer.body.code], text);
  assert.ok(answer.body.message.length > 10, text);
  const found = new Map<string, string>();
  for (const detail of answer.body.details ?? []) {
    if (detail.type !== "google.rpc.BadRequest") continue;
    for (const violation of fromBinary(BadRequestSchema, Buffer.from(detail.value, "base64")).fieldViolations) {
      assert.ok(!found.has(violation.field), `${text}: ${violation.field} is named twice`);
      assert.match(violation.description, remedy, `${what}: ${violation.field} ${violation.description}`);
      found.set(violation.field, violation.description);
    }
  }
  return found;
}

// Checks that the answer refuses exactly this field, and gives what it says of it.
export function assertRefused(answer: Answer, field: string, what: string): string {
  const found = violationsOf(answer, what);
  assert.deepEqual([...found.keys()], [field], `${what}: ${JSON.stringify(answer.body)}`);
  return found.get(field)!;
}
