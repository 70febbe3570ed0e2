// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <set>

#include "support/operations.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;

class MissionsTest : public support::OperationsTest {};
INSTANTIATE_TEST_SUITE_P(Backends, MissionsTest, support::backends(), support::backend_name);

TEST_P(MissionsTest, KeepsWhatWasGiven) {
  CreateMissionRequest request;
  Mission& created = *request.mutable_mission();
  created.set_acronym("EUTM Mali");
  created.set_display_name("EU Training Mission in Mali");
  created.set_organisation(ORGANISATION_EU);
  created.set_kind(MISSION_KIND_INTERNATIONAL);
  created.add_host_countries("MLI");
  created.set_mandate_from("2013-02-18");
  created.add_themes(TOPIC_WPS);
  const auto made = call<Mission>(missions_service + "CreateMission", request, caller(ROLE_HR_CENTRAL));
  GetMissionRequest get;
  get.set_name(made.name());
  const auto read = call<Mission>(missions_service + "GetMission", get, caller(ROLE_ANALYST));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  EXPECT_EQ(read.host_countries(0), "MLI");
  EXPECT_EQ(read.themes(0), TOPIC_WPS);
  EXPECT_FALSE(read.has_mandate_to());
  EXPECT_EQ(refused(missions_service + "CreateMission", request, system()).code(), Code::already_exists);
  EXPECT_EQ(refused(missions_service + "CreateMission", request, caller(ROLE_HR_UNIT)).code(), Code::permission_denied);
}

TEST_P(MissionsTest, KosovoHostsAMission) {
  CreateMissionRequest request;
  request.mutable_mission()->set_acronym("EULEX");
  request.mutable_mission()->set_display_name("EULEX Kosovo");
  request.mutable_mission()->set_organisation(ORGANISATION_EU);
  request.mutable_mission()->set_kind(MISSION_KIND_INTERNATIONAL);
  request.mutable_mission()->add_host_countries("XKX");
  const std::string path = missions_service + "CreateMission";
  EXPECT_EQ(call<Mission>(path, request, caller(ROLE_HR_CENTRAL)).host_countries(0), "XKX");
  request.mutable_mission()->set_acronym("NOWHERE");
  request.mutable_mission()->set_host_countries(0, "XQQ");
  EXPECT_EQ(refused(path, request, system()).reason(), "NOT_A_COUNTRY");
}

TEST_P(MissionsTest, ProlongsAMandateAndEndsAPost) {
  const rpc::Caller desk = caller(ROLE_HR_CENTRAL);
  UpdateMissionRequest prolong;
  prolong.mutable_mission()->set_name(mission);
  prolong.mutable_mission()->set_mandate_from("2020-01-01");
  prolong.mutable_mission()->set_mandate_to("2031-12-31");
  prolong.mutable_update_mask()->add_paths("mandate_from");
  prolong.mutable_update_mask()->add_paths("mandate_to");
  const auto prolonged = call<Mission>(missions_service + "UpdateMission", prolong, desk);
  EXPECT_EQ(prolonged.mandate_to(), "2031-12-31");
  EXPECT_EQ(prolonged.acronym(), "UNMISS") << "is not in the mask";
  prolong.mutable_mission()->set_mandate_to("2019-12-31");
  EXPECT_TRUE(support::names_field(refused(missions_service + "UpdateMission", prolong, desk), "mission.mandate_to"));
  // Also where the mask holds one of the two only.
  prolong.mutable_mission()->clear_mandate_from();
  prolong.mutable_update_mask()->mutable_paths()->RemoveLast();
  prolong.mutable_update_mask()->set_paths(0, "mandate_to");
  EXPECT_EQ(refused(missions_service + "UpdateMission", prolong, desk).message(),
            "mission.mandate_to: is before mandate_from, 2020-01-01; give a later date");
  prolong.mutable_mission()->clear_mandate_to();
  prolong.mutable_mission()->set_mandate_from("2032-01-01");
  prolong.mutable_update_mask()->set_paths(0, "mandate_from");
  EXPECT_EQ(refused(missions_service + "UpdateMission", prolong, desk).message(),
            "mission.mandate_from: is after mandate_to, 2031-12-31; give an earlier date");
  UpdatePostRequest end;
  *end.mutable_post() = post;
  end.mutable_post()->set_valid_to("2030-06-30");
  end.mutable_update_mask()->add_paths("valid_to");
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", end, desk).valid_to(), "2030-06-30");
  EXPECT_EQ(refused(missions_service + "UpdatePost", end, desk).code(), Code::aborted) << "the etag is the one before";
}

// Figures of the past go by them.
TEST_P(MissionsTest, WhatFiguresGoByIsFixed) {
  UpdateMissionRequest change;
  change.mutable_mission()->set_name(mission);
  change.mutable_mission()->set_organisation(ORGANISATION_EU);
  change.mutable_update_mask()->add_paths("organisation");
  EXPECT_TRUE(
      support::names_field(refused(missions_service + "UpdateMission", change, system()), "mission.organisation"));
  for (const char* field :
       {"mission", "category", "personnel_type", "function", "rank_band", "leadership_tier", "valid_from"}) {
    UpdatePostRequest request;
    *request.mutable_post() = post;
    request.mutable_update_mask()->add_paths(field);
    // What never changes is out of place in the mask; of the rest the answer names the field.
    const std::set<std::string> fixed{"mission", "valid_from"};
    EXPECT_TRUE(support::names_field(refused(missions_service + "UpdatePost", request, system()),
                                     fixed.contains(field) ? "update_mask" : "post." + std::string(field)))
        << field;
  }
  UpdatePostRequest nowhere;
  nowhere.mutable_post()->set_name("posts/999999");
  nowhere.mutable_post()->set_display_name("Post");
  nowhere.mutable_update_mask()->add_paths("display_name");
  EXPECT_EQ(refused(missions_service + "UpdatePost", nowhere, system()).code(), Code::not_found);
}

TEST_P(MissionsTest, ListsMissionsAndPosts) {
  ListMissionsRequest missions;
  missions.set_filter("acronym = UNMISS");
  EXPECT_EQ(call<ListMissionsResponse>(missions_service + "ListMissions", missions).missions_size(), 1);
  const std::string other = add_mission("MONUSCO");
  add_post(other, "0900", 2);
  ListPostsRequest posts;
  posts.set_filter("mission = " + mission + " AND leadership_tier >= 1");
  const auto found = call<ListPostsResponse>(missions_service + "ListPosts", posts);
  ASSERT_EQ(found.posts_size(), 1);
  EXPECT_EQ(found.posts(0).name(), leader_post.name());
}

// Every function, category, organisation and band that there is.
TEST_P(MissionsTest, APostKeepsWhatWasGiven) {
  const auto band_of = [](int i) { return static_cast<RankBand>(1 + i % (RankBand_ARRAYSIZE - 1)); };
  for (int i = 1; i < PostFunction_ARRAYSIZE; ++i) {
    CreateMissionRequest home;
    home.mutable_mission()->set_acronym("M-" + std::to_string(i));
    home.mutable_mission()->set_display_name("Mission");
    home.mutable_mission()->set_organisation(static_cast<Organisation>(1 + i % (Organisation_ARRAYSIZE - 1)));
    home.mutable_mission()->set_kind(MISSION_KIND_INTERNATIONAL);
    const auto made = call<Mission>(missions_service + "CreateMission", home);
    EXPECT_EQ(made.organisation(), home.mission().organisation());
    CreatePostRequest request;
    Post& given = *request.mutable_post();
    given.set_mission(made.name());
    given.set_code("A-" + std::to_string(i));
    given.set_display_name("Post of " + PostFunction_Name(i));
    given.set_category(static_cast<Category>(1 + i % (Category_ARRAYSIZE - 1)));
    given.set_personnel_type(static_cast<PersonnelType>(1 + i % (PersonnelType_ARRAYSIZE - 1)));
    given.set_function(static_cast<PostFunction>(i));
    given.set_grade_min("OF-3");
    given.set_grade_max("OF-5");
    given.set_rank_band(band_of(i));
    given.set_leadership_tier(i % 5);
    given.set_tour_months(1 + i);
    given.set_duty_station("Bor");
    given.set_valid_from("2020-02-29");
    given.set_valid_to("2030-02-28");
    given.set_seats(i);
    call<Post>(missions_service + "CreatePost", request);
    ListPostsRequest list;
    list.set_filter("function = " + PostFunction_Name(i) + " AND mission = " + made.name());
    const auto found = call<ListPostsResponse>(missions_service + "ListPosts", list);
    ASSERT_EQ(found.posts_size(), 1);
    Post read = found.posts(0);
    for (const char* field : {"name", "create_time", "update_time", "etag"}) {
      read.GetReflection()->ClearField(&read, Post::descriptor()->FindFieldByName(field));
    }
    EXPECT_EQ(read.ShortDebugString(), given.ShortDebugString());
  }
}

TEST_P(MissionsTest, RefusesAPostThatDoesNotFit) {
  CreatePostRequest request;
  *request.mutable_post() = post;
  request.mutable_post()->set_code("0413");
  request.mutable_post()->set_leadership_tier(5);
  request.mutable_post()->set_valid_to("2019-12-31");
  const auto error = refused(missions_service + "CreatePost", request, system());
  EXPECT_TRUE(support::names_field(error, "post.leadership_tier"));
  EXPECT_TRUE(support::names_field(error, "post.valid_to"));
  *request.mutable_post() = post;
  EXPECT_EQ(refused(missions_service + "CreatePost", request, system()).code(), Code::already_exists);
  request.mutable_post()->set_code("0413");
  request.mutable_post()->set_mission("missions/999");
  EXPECT_EQ(refused(missions_service + "CreatePost", request, system()).code(), Code::invalid_argument);
}

}  // namespace
}  // namespace muster
