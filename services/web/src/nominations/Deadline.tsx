// SPDX-License-Identifier: EUPL-1.2
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Tag } from "@navikt/ds-react/Tag";
import { useEffect, useState } from "react";
import { now, shortDate } from "../api/dates";
import type { Call } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// A deadline is near when it is this close.
const NEAR_DAYS = 7;

// The deadline in the call's own time zone, and how long is left of it.
export function Deadline({ call, plain = false }: { call: Call; plain?: boolean }) {
  const texts = useTexts();
  const t = texts.nominations;
  const left = useTimeLeft(call);
  const day = shortDate(call.deadlineDate, texts.locale);
  const moment = plain ? day : `${day} ${call.deadlineTime || "23:59"} (${call.timeZone})`;
  if (left === undefined) return moment;
  const days = Math.floor(left / DAY);
  const text = left <= 0 ? t.passed
    : t.left(days > 0 ? texts.app.date.days(days) : texts.app.date.hours(Math.max(1, Math.floor(left / HOUR))));
  const colour = left <= 0 ? "neutral" : days < NEAR_DAYS ? "warning" : "info";
  return <span className="deadline">{moment} <Tag size="xsmall" variant="moderate" data-color={colour}>{text}</Tag></span>;
}

function useTimeLeft(call: Call): number | undefined {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return call.deadline && timestampDate(call.deadline).getTime() - moment;
}
