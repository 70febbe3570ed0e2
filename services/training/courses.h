// SPDX-License-Identifier: EUPL-1.2
// Courses and their versions.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::training {

// Errors: ALREADY_EXISTS (code).
v1::Course create_course(rpc::Context& context, const v1::CreateCourseRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (code).
v1::Course update_course(rpc::Context& context, const v1::UpdateCourseRequest& request);
proto::Encoded<v1::ListCoursesResponse> list_courses(rpc::Context& context, const v1::ListCoursesRequest& request);

// Errors: INVALID_ARGUMENT (course not there; a renewal window without months to renew),
// ALREADY_EXISTS (the course has this version).
v1::CourseVersion create_course_version(rpc::Context& context, const v1::CreateCourseVersionRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (the course has this version).
v1::CourseVersion update_course_version(rpc::Context& context, const v1::UpdateCourseVersionRequest& request);
proto::Encoded<v1::ListCourseVersionsResponse> list_course_versions(rpc::Context& context,
                                                                    const v1::ListCourseVersionsRequest& request);

// Throws INVALID_ARGUMENT naming `field` unless the course that it holds is there.
void require_course(rpc::Context& context, const std::string& course, const std::string& field);

}  // namespace muster::training
