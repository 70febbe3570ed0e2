// SPDX-License-Identifier: EUPL-1.2
// Courses with their versions, and the requirements that they meet.
import { Button } from "@navikt/ds-react/Button";
import { Table } from "@navikt/ds-react/Table";
import { Link } from "wouter";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { PageHeading } from "../ui/PageHeading";
import { useCourses, useCourseVersions, useRequirements } from "../api/reference";
import { useMay } from "../api/session";
import { TopicSchema } from "../gen/muster/platform/v1/terms_pb";
import { PopulationSchema, RequirementTimeSchema, type Course, type CourseVersion } from "../gen/muster/training/v1/training_pb";
import { useTexts } from "../texts/texts";

export default function TrainingPage() {
  const texts = useTexts();
  const mayRecord = useMay("record");
  return (
    <>
      <PageHeading title={texts.training.title}>
        {mayRecord && <Button as={Link} size="small" href="/training/record">{texts.training.record}</Button>}
      </PageHeading>
      <Requirements />
      <Courses />
    </>
  );
}

function Requirements() {
  const texts = useTexts();
  const t = texts.training;
  const requirements = useRequirements();
  return (
    <Section title={t.requirements}>
      <Loaded of={requirements}>
        {(data) => data.length === 0 ? <Empty text={t.noRequirements} /> : (
          <Rows label={t.requirements} head={<HeadCells texts={[t.code, t.requirement, t.population, t.time, t.since]} />}>
            {data.map((requirement) => (
              <Table.Row key={requirement.name}>
                <Table.DataCell className="number">{requirement.code}</Table.DataCell>
                <Table.DataCell>{texts.name(requirement.displayName, requirement.displayNameNb)}</Table.DataCell>
                <Table.DataCell>{texts.value(PopulationSchema, requirement.population)}</Table.DataCell>
                <Table.DataCell>{texts.value(RequirementTimeSchema, requirement.time)}</Table.DataCell>
                <Table.DataCell className="date">{shortDate(requirement.validFrom, texts.locale)}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function Courses() {
  const texts = useTexts();
  const t = texts.training;
  const courses = useCourses();
  const versions = useCourseVersions();
  return (
    <Section title={t.courses}>
      <Loaded of={courses}>
        {(data) => data.length === 0 ? <Empty text={t.noCourses} /> : (
          <Rows label={t.courses} head={<HeadCells texts={[t.code, t.course, t.topics, t.provider, t.versions]} />}>
            {data.map((course) => (
              <CourseRow key={course.name} course={course} versions={versions.data?.filter((version) => version.course === course.name) ?? []} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function CourseRow({ course, versions }: { course: Course; versions: CourseVersion[] }) {
  const texts = useTexts();
  const t = texts.training;
  return (
    <Table.Row>
      <Table.DataCell className="number">{course.code}</Table.DataCell>
      <Table.DataCell>{texts.name(course.displayName, course.displayNameNb)}</Table.DataCell>
      <Table.DataCell>{course.topics.map((topic) => texts.value(TopicSchema, topic)).join(", ")}</Table.DataCell>
      <Table.DataCell>{course.provider}</Table.DataCell>
      <Table.DataCell>
        {versions.map((version) => (
          <div key={version.name} className="number">
            {version.version}: {version.validityMonths ? t.validity(version.validityMonths) : t.forGood}
          </div>
        ))}
      </Table.DataCell>
    </Table.Row>
  );
}
