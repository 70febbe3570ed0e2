// SPDX-License-Identifier: EUPL-1.2
#include "training/courses.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/status/error.h"

namespace muster::training {

namespace {

v1::Course read_course(rpc::Call& call, long long id) {
  return *db::query_one<v1::Course>(call.sql,
                                    {"SELECT " + db::columns<v1::Course>() + " FROM course WHERE id = ?", {id}});
}

v1::CourseVersion read_version(rpc::Call& call, long long id) {
  return *db::query_one<v1::CourseVersion>(
      call.sql, {"SELECT " + db::columns<v1::CourseVersion>() + " FROM course_version WHERE id = ?", {id}});
}

}  // namespace

v1::Course create_course(rpc::Call& call, const v1::CreateCourseRequest& request) {
  return read_course(call, db::insert(call.sql, "course", request.course()));
}

v1::Course update_course(rpc::Call& call, const v1::UpdateCourseRequest& request) {
  db::update(call.sql, "course", request.course(), request.update_mask());
  return read_course(call, db::id_of<v1::Course>(request.course().name(), "course.name"));
}

db::Encoded<v1::ListCoursesResponse> list_courses(rpc::Call& call, const v1::ListCoursesRequest& request) {
  db::ListSpec spec;
  spec.table = "course";
  spec.default_order = "code";
  return db::list<v1::Course, v1::ListCoursesResponse>(call.sql, request, spec);
}

v1::CourseVersion create_course_version(rpc::Call& call, const v1::CreateCourseVersionRequest& request) {
  const v1::CourseVersion& version = request.course_version();
  require_course(call, version.course(), "course_version.course");
  if (!version.has_validity_months() && version.renewal_window_days() > 0) {
    throw status::invalid_argument("course_version.renewal_window_days",
                                   "needs validity_months: what does not expire is not renewed");
  }
  return read_version(call, db::insert(call.sql, "course_version", version));
}

v1::CourseVersion update_course_version(rpc::Call& call, const v1::UpdateCourseVersionRequest& request) {
  db::update(call.sql, "course_version", request.course_version(), request.update_mask());
  return read_version(call, db::id_of<v1::CourseVersion>(request.course_version().name(), "course_version.name"));
}

db::Encoded<v1::ListCourseVersionsResponse> list_course_versions(rpc::Call& call,
                                                                 const v1::ListCourseVersionsRequest& request) {
  db::ListSpec spec;
  spec.table = "course_version";
  spec.default_order = "course, valid_from";
  return db::list<v1::CourseVersion, v1::ListCourseVersionsResponse>(call.sql, request, spec);
}

void require_course(rpc::Call& call, const std::string& course, const std::string& field) {
  const long long id = db::id_of<v1::Course>(course, field);
  if (!db::select_one<long long>(call.sql, {"SELECT 1 FROM course WHERE id = ?", {id}})) {
    throw status::invalid_argument(field, course + " does not exist; see ListCourses");
  }
}

}  // namespace muster::training
