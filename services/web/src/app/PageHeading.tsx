// SPDX-License-Identifier: EUPL-1.2
import { Heading } from "@navikt/ds-react/Typography";
import { useEffect, type ReactNode } from "react";

// The one h1 of a page, its title in the browser, and what belongs beside it.
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Muster`;
  }, [title]);
  return (
    <div className="page-heading">
      <Heading level="1" size="large">{title}</Heading>
      {children && <div className="page-heading-actions">{children}</div>}
    </div>
  );
}
