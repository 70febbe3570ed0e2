// SPDX-License-Identifier: EUPL-1.2
#include "training/courses.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::training {

namespace {

v1::Course read_course(rpc::Context& context, long long id) {
  auto course = rows::query_one<v1::Course>(
      context.sql, {"SELECT " + rows::columns<v1::Course>() + " FROM course WHERE id = ?", {id}});
  if (!course) throw status::not_found(proto::name_of<v1::Course>(id));
  return std::move(*course);
}

// Throws unless the caller's grants cover the owner of the course, "courses/7". What names none is the handler's to
// refuse.
void require_owner_of(rpc::Context& context, const std::string& course) {
  const auto owner = db::select_one<std::optional<long long>>(
      context.sql, {"SELECT owner FROM course WHERE id = ?", {proto::id_of<v1::Course>(course, "course")}});
  if (!owner) return;
  rpc::require_owner(context, std::get<0>(*owner) ? "units/" + std::to_string(*std::get<0>(*owner)) : "");
}

v1::CourseVersion read_version(rpc::Context& context, long long id) {
  auto version = rows::query_one<v1::CourseVersion>(
      context.sql, {"SELECT " + rows::columns<v1::CourseVersion>() + " FROM course_version WHERE id = ?", {id}});
  if (!version) throw status::not_found(proto::name_of<v1::CourseVersion>(id));
  return std::move(*version);
}

}  // namespace

v1::Course create_course(rpc::Context& context, const v1::CreateCourseRequest& request) {
  rpc::require_new_owner(context, request.course().owner(), "course.owner");
  return read_course(context, rows::insert(context.sql, "course", request.course()));
}

v1::Course update_course(rpc::Context& context, const v1::UpdateCourseRequest& request) {
  const long long id = proto::id_of<v1::Course>(request.course().name(), "course.name");
  const v1::Course before = read_course(context, id);
  rpc::require_owners(context, before.owner(), request.course().owner(), request.update_mask(), "course.owner");
  rows::update(context.sql, "course", request.course(), request.update_mask());
  return read_course(context, id);
}

proto::Encoded<v1::ListCoursesResponse> list_courses(rpc::Context& context, const v1::ListCoursesRequest& request) {
  rows::ListSpec spec;
  spec.table = "course";
  spec.default_order = "code";
  return rows::list<v1::Course, v1::ListCoursesResponse>(context.sql, request, spec);
}

v1::CourseVersion create_course_version(rpc::Context& context, const v1::CreateCourseVersionRequest& request) {
  const v1::CourseVersion& version = request.course_version();
  require_course(context, version.course(), "course_version.course");
  require_owner_of(context, version.course());
  if (!version.has_validity_months() && version.renewal_window_days() > 0) {
    throw status::invalid_argument("course_version.renewal_window_days", platform::v1::REASON_OTHER_FIELD_REQUIRED,
                                   "needs validity_months: what does not expire is not renewed",
                                   {{"field", "validity_months"}});
  }
  return read_version(context, rows::insert(context.sql, "course_version", version));
}

v1::CourseVersion update_course_version(rpc::Context& context, const v1::UpdateCourseVersionRequest& request) {
  const long long id = proto::id_of<v1::CourseVersion>(request.course_version().name(), "course_version.name");
  require_owner_of(context, read_version(context, id).course());
  rows::update(context.sql, "course_version", request.course_version(), request.update_mask());
  return read_version(context, id);
}

proto::Encoded<v1::ListCourseVersionsResponse> list_course_versions(rpc::Context& context,
                                                                    const v1::ListCourseVersionsRequest& request) {
  rows::ListSpec spec;
  spec.table = "course_version";
  spec.default_order = "course, valid_from";
  return rows::list<v1::CourseVersion, v1::ListCourseVersionsResponse>(context.sql, request, spec);
}

void require_course(rpc::Context& context, const std::string& course, const std::string& field) {
  const long long id = proto::id_of<v1::Course>(course, field);
  if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM course WHERE id = ?", {id}})) {
    throw status::invalid_argument(field, platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   course + " does not exist; see ListCourses", {{"name", course}});
  }
}

}  // namespace muster::training
