// SPDX-License-Identifier: EUPL-1.2
import { Checkbox } from "@navikt/ds-react/Checkbox";
import { Select } from "@navikt/ds-react/Select";
import { TextField } from "@navikt/ds-react/TextField";
import { DateField } from "../ui/DateField";
import { latestDay, today } from "../api/dates";
import { fieldError, type Violation } from "../ui/errors";
import { named, useCourses, useCourseVersions } from "../api/reference";
import { useTexts } from "../texts/texts";

export interface CourseChoice {
  courseVersion: string;
  completedDate: string;
  evidence: string;
  recognised: boolean;
}

interface Properties {
  choice: CourseChoice;
  onChange: (choice: CourseChoice) => void;
  found: Violation[];
}

// Which course version was completed, when, and where the proof is.
export function CourseFields({ choice, onChange, found }: Properties) {
  const texts = useTexts();
  const t = texts.training;
  const courses = useCourses();
  const versions = useCourseVersions();
  const change = (part: Partial<CourseChoice>) => onChange({ ...choice, ...part });
  const options = (versions.data ?? [])
    .map((version) => {
      const course = named(courses.data, version.course);
      const name = course ? texts.name(course.displayName, course.displayNameNb) : version.course;
      const given = version.validTo === undefined || version.validTo >= today();
      return { name: version.name, text: `${name} (${version.version})`, given };
    })
    .toSorted((one, other) => one.text.localeCompare(other.text, texts.locale));
  const group = (label: string, given: boolean) => (
    <optgroup label={label}>
      {options.filter((option) => option.given === given)
        .map((option) => <option key={option.name} value={option.name}>{option.text}</option>)}
    </optgroup>
  );
  return (
    <>
      <Select label={t.version} value={choice.courseVersion} onChange={(event) => change({ courseVersion: event.target.value })}
              error={fieldError(found, "course_version", texts)}>
        <option value="">{t.choose}</option>
        {group(t.givenNow, true)}
        {group(t.givenBefore, false)}
      </Select>
      <DateField label={t.date} value={choice.completedDate} latest={latestDay()} onChange={(completedDate) => change({ completedDate })}
                 error={fieldError(found, "completed_date", texts)} />
      <TextField label={t.evidence} description={t.evidenceHelp} value={choice.evidence}
                 onChange={(event) => change({ evidence: event.target.value })} error={fieldError(found, "evidence", texts)} />
      <Checkbox checked={choice.recognised} onChange={(event) => change({ recognised: event.target.checked })}>{t.recognised}</Checkbox>
    </>
  );
}
