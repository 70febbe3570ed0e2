// SPDX-License-Identifier: EUPL-1.2
// Courses and their versions.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/db/encoded.h"
#include "platform/rpc/call.h"

namespace muster::training {

// Errors: ALREADY_EXISTS (code).
v1::Course create_course(rpc::Call& call, const v1::CreateCourseRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (code).
v1::Course update_course(rpc::Call& call, const v1::UpdateCourseRequest& request);
db::Encoded<v1::ListCoursesResponse> list_courses(rpc::Call& call, const v1::ListCoursesRequest& request);

// Errors: INVALID_ARGUMENT (course not there; a renewal window without months to renew),
// ALREADY_EXISTS (the course has this version).
v1::CourseVersion create_course_version(rpc::Call& call, const v1::CreateCourseVersionRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (the course has this version).
v1::CourseVersion update_course_version(rpc::Call& call, const v1::UpdateCourseVersionRequest& request);
db::Encoded<v1::ListCourseVersionsResponse> list_course_versions(rpc::Call& call,
                                                                 const v1::ListCourseVersionsRequest& request);

// Throws INVALID_ARGUMENT naming `field` unless the course that it holds is there.
void require_course(rpc::Call& call, const std::string& course, const std::string& field);

}  // namespace muster::training
