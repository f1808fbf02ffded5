// SPDX-License-Identifier: MIT
// Who is let in to the control page.
#include <gtest/gtest.h>

#include "shm-camera/gate.hpp"

using namespace shm::camera;

namespace {

Visitor visitor() {
  Visitor visitor;
  visitor.host = "127.0.0.1:80";
  return visitor;
}

}  // namespace

TEST(Gate, PagesOfItsOwnAndProgramsAreItsOwn) {
  const Gate gate("secret", 80);
  Visitor ours = visitor();
  EXPECT_TRUE(gate.is_ours(ours));
  ours.origin = "http://127.0.0.1:80";
  ours.site = "same-origin";
  EXPECT_TRUE(gate.is_ours(ours));
  ours.host = "localhost:80";
  ours.origin = "http://localhost:80";
  EXPECT_TRUE(gate.is_ours(ours));
}

TEST(Gate, OtherSitesAndNamesThatPointHereAreNot) {
  const Gate gate("secret", 80);
  for (const char* host : {"", "example.com", "127.0.0.1", "127.0.0.1:8080", "127.0.0.1:80.evil"}) {
    Visitor other = visitor();
    other.host = host;
    EXPECT_FALSE(gate.is_ours(other)) << host;
  }
  for (const char* origin : {"null", "http://example.com", "http://localhost:80",
                             "https://127.0.0.1:80", "http://127.0.0.1:81"}) {
    Visitor other = visitor();
    other.origin = origin;
    EXPECT_FALSE(gate.is_ours(other)) << origin;
  }
  Visitor other = visitor();
  other.site = "cross-site";
  EXPECT_FALSE(gate.is_ours(other));
}

TEST(Gate, OnlyTheWholeTokenOpens) {
  const Gate gate("secret", 80);
  Visitor known = visitor();
  EXPECT_FALSE(gate.is_known(known));
  known.authorization = "Bearer secret";
  EXPECT_TRUE(gate.is_known(known));
  for (const char* wrong : {"secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secret0",
                            "Bearer Secret", "Bearer secret "}) {
    known.authorization = wrong;
    EXPECT_FALSE(gate.is_known(known)) << wrong;
  }
}

TEST(Gate, TokenIsInThePartOfTheAddressThatIsSentToNobody) {
  EXPECT_EQ(Gate("secret", 80).page(), "http://127.0.0.1:80/#token=secret");
}

TEST(Gate, TokensAreLongAndNeverTheSame) {
  EXPECT_EQ(random_token().size(), 32U);
  EXPECT_NE(random_token(), random_token());
}
