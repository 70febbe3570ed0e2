// SPDX-License-Identifier: EUPL-1.2
// Blocks that every area is made of: a section with a heading, facts as term and value, a table
// that scrolls by itself when the window is narrow, and what shows while a query waits or fails.
import type { UseQueryResult } from "@tanstack/react-query";
import { Loader } from "@navikt/ds-react/Loader";
import { Table, type TableProps } from "@navikt/ds-react/Table";
import { BodyShort, Heading } from "@navikt/ds-react/Typography";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useTexts } from "../texts/texts";
import { ErrorNotice, StaleNotice } from "./errors";
import { PageHeading } from "./PageHeading";

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-heading">
        <Heading level="2" size="small">{title}</Heading>
        {actions}
      </div>
      {children}
    </section>
  );
}

// Facts without a value are left out.
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value !== "" && value !== undefined && value !== null).map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Rows({ label, head, children, ...table }: { label: string; head: ReactNode; children: ReactNode } & TableProps) {
  return (
    <div className="rows" role="region" aria-label={label} tabIndex={0}>
      <Table size="small" {...table}>
        <Table.Header><Table.Row>{head}</Table.Row></Table.Header>
        <Table.Body>{children}</Table.Body>
      </Table>
    </div>
  );
}

export function HeadCells({ texts }: { texts: string[] }) {
  return texts.map((text) => <Table.HeaderCell key={text} scope="col">{text}</Table.HeaderCell>);
}

export function Empty({ text }: { text: string }) {
  return <BodyShort className="empty">{text}</BodyShort>;
}

interface LoadedProperties<Data> {
  of: UseQueryResult<Data, unknown>;
  children: (data: Data) => ReactNode;
  // What the page is called until its content says so: for pages whose heading is in the answer.
  title?: string;
}

// The content of a query when it has one. What is there stays, with a form that somebody fills in,
// though asking for it anew fails.
export function Loaded<Data>({ of, children, title }: LoadedProperties<Data>) {
  const texts = useTexts();
  const again = () => void of.refetch();
  if (of.data !== undefined) {
    return (
      <>
        {of.isError && <StaleNotice error={of.error} again={again} />}
        {children(of.data)}
      </>
    );
  }
  return (
    <>
      {title && <PageHeading title={title} />}
      {of.isError ? <ErrorNotice error={of.error} again={again} /> : <Loader className="waiting" title={texts.app.loading} size="large" />}
    </>
  );
}

export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return <Link href={href} className="back aksel-link">← {children}</Link>;
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return <Link href={href} className="aksel-link">{children}</Link>;
}

// The number in a resource name: "persons/42" is shown at /people/42.
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
