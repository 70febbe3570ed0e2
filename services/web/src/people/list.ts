// SPDX-License-Identifier: EUPL-1.2
// What the roster list asks the server for.
import { Category, Gender, CategorySchema, GenderSchema } from "../gen/muster/platform/v1/terms_pb";

export interface PeopleFilters {
  query: string;
  gender: Gender;
  category: Category;
  // "units/7"; empty: all.
  unit: string;
}

export const NO_FILTERS: PeopleFilters = {
  query: "",
  gender: Gender.UNSPECIFIED,
  category: Category.UNSPECIFIED,
  unit: "",
};

export interface Order {
  orderBy: string;
  direction: "ascending" | "descending";
}

export function personsRequest(filters: PeopleFilters, order: Order) {
  const restrictions: string[] = [];
  if (filters.gender) restrictions.push(`gender = ${GenderSchema.value[filters.gender]?.name}`);
  if (filters.category) restrictions.push(`category = ${CategorySchema.value[filters.category]?.name}`);
  return {
    filter: restrictions.join(" AND "),
    orderBy: orderBy(order),
    unit: filters.unit,
    query: filters.query.trim(),
  };
}

// People of one family name stand by given name.
function orderBy({ orderBy: field, direction }: Order): string {
  const down = direction === "descending" ? " desc" : "";
  return field === "family_name" ? `family_name${down}, given_name${down}` : `${field}${down}`;
}
