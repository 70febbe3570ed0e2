// SPDX-License-Identifier: EUPL-1.2
import { Heading } from "@navikt/ds-react/Typography";
import { useEffect, type ReactNode } from "react";

// What the browser calls the page.
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = `${title} – Muster`;
  }, [title]);
}

// The one h1 of a page, its title in the browser, and what belongs beside it.
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  usePageTitle(title);
  return (
    <div className="page-heading">
      <Heading level="1" size="large">{title}</Heading>
      {children && <div className="page-heading-actions">{children}</div>}
    </div>
  );
}
