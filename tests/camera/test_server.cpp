// SPDX-License-Identifier: MIT
// What the control page's server gives, and what strangers get: nothing.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "running_camera.hpp"
#include "shm/whole_file.hpp"

namespace {

class CameraServer : public testing::Test {
 protected:
  static void SetUpTestSuite() { running = new RunningCamera; }
  static void TearDownTestSuite() { delete running; }

  static std::string bearer() { return "Authorization: Bearer " + running->token() + "\r\n"; }
  static Answer get(const std::string& path, const std::string& more) {
    return running->send(running->head("GET", path, more));
  }
  /// Neither the page nor a word of what the program knows.
  static void expect_nothing(const Answer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer.head;
    EXPECT_LT(answer.body.size(), 100U) << answer.body;
    EXPECT_EQ(answer.json().size(), 1U) << answer.body;
    EXPECT_TRUE(answer.json().contains("error")) << answer.body;
  }

  static RunningCamera* running;
};

RunningCamera* CameraServer::running = nullptr;

/// A port that somebody has: who asks for it meets this or another.
class Taken {
 public:
  explicit Taken(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(socket_, 1);
  }
  ~Taken() { ::close(socket_); }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

 private:
  int socket_;
};

}  // namespace

TEST_F(CameraServer, PageIsOpenAndHoldsNoSecret) {
  EXPECT_NE(get("/", "").body.find("<title>"), std::string::npos);
  for (const char* path : {"/", "/page.css", "/page.js", "/icon.svg"}) {
    const Answer file = get(path, bearer());
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_EQ(file.head.find("Set-Cookie"), std::string::npos) << file.head;
    EXPECT_NE(file.head.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
    EXPECT_EQ((file.head + file.body).find(running->token()), std::string::npos) << path;
  }
}

TEST_F(CameraServer, WrongTokenGetsNothing) {
  for (const char* path : {"/api/state", "/api/frame", "/api/picture?name=a.jpg", "/api", "//api",
                           "/nonsense", "/%61pi/state"}) {
    expect_nothing(get(path, ""), 401);
    expect_nothing(get(path, "Authorization: Bearer " + std::string(32, 'a') + "\r\n"), 401);
  }
}

TEST_F(CameraServer, TokenCountsInTheHeaderAloneForBrowsersSendCookiesToEveryPort) {
  const std::string& token = running->token();
  expect_nothing(get("/api/state", "Cookie: token=" + token + "; shm-camera-" +
                                       std::to_string(running->port()) + "=" + token + "\r\n"),
                 401);
  expect_nothing(get("/api/state?token=" + token, ""), 401);
}

TEST_F(CameraServer, ForeignOriginGetsNothingEvenWithTheToken) {
  for (const char* origin : {"https://example.com", "null", "http://localhost"})
    expect_nothing(get("/api/state", bearer() + "Origin: " + origin + "\r\n"), 403);
  expect_nothing(get("/api/state", bearer() + "Sec-Fetch-Site: cross-site\r\n"), 403);
}

TEST_F(CameraServer, ForeignHostGetsNothingEvenWithTheToken) {
  const std::string request = "GET /api/state HTTP/1.1\r\nConnection: close\r\n" + bearer();
  expect_nothing(running->send(request + "Host: example.com\r\n\r\n"), 403);
  expect_nothing(running->send(request + "Host: 127.0.0.1\r\n\r\n"), 403);
  EXPECT_NE(running->send(request + "\r\n").status, 200);
}

TEST_F(CameraServer, MalformedRequestsGetNothing) {
  for (const std::string& nonsense :
       {std::string("\r\n\r\n"), std::string("GET\r\n\r\n"), std::string("nonsense\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string("GET /") + std::string(200000, 'a'),
        std::string("\0\1\2\3\r\n\r\n", 8), std::string(300000, '\n')}) {
    const Answer answer = running->send(nonsense);
    EXPECT_TRUE(answer.status == 0 || answer.status >= 400) << answer.head;
  }
  EXPECT_EQ(running->ask("GET", "/api/state").status, 200);
}

TEST_F(CameraServer, OddMethodsAreAnsweredLikeOthers) {
  const std::string host = "Host: 127.0.0.1:" + std::to_string(running->port()) + "\r\n";
  for (const char* line : {"CONNECT 127.0.0.1:1", "OPTIONS *", "OPTIONS /", "HEAD /", "TRACE /",
                           "NONSENSE /api/state", "GET http://127.0.0.1/api/state", "GET //"})
    for (const std::string& known : {std::string(), bearer()})
      EXPECT_NE(running
                    ->send(std::string(line) + " HTTP/1.1\r\nConnection: close\r\n" + host + known +
                           "\r\n")
                    .status,
                500)
          << line;
  EXPECT_EQ(running->ask("GET", "/api/state").status, 200);
}

TEST_F(CameraServer, WhatIsTooLongOrOfNoLengthIsRefused) {
  const auto expect_limit = [](const Answer& answer, const char* limit) {
    expect_nothing(answer, 413);
    EXPECT_NE(answer.body.find(limit), std::string::npos) << answer.body;
  };
  expect_limit(running->ask("PUT", "/api/properties", std::string(70000, 'a')), "64 KiB");
  expect_limit(running->ask("POST", "/api/pictures", std::string(17U << 20U, 'a')), "16 MiB");
  expect_limit(running->ask("POST", "/", "a"), "0 KiB");
  expect_nothing(running->send("PUT /api/properties HTTP/1.1\r\nHost: 127.0.0.1:" +
                               std::to_string(running->port()) + "\r\n" + bearer() +
                               "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                 411);
}

TEST_F(CameraServer, WhatIsRefusedIsAnsweredBeforeItHasCome) {
  const auto refused = [](const std::string& more, const char* status) {
    const Connection connection(running->port());
    connection.send(running->head("PUT", "/api/properties", more, 99999999999));
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(connection.read_all().find(std::string("HTTP/1.1 ") + status), 0U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  };
  refused(bearer(), "413 ");
  refused("", "401 ");
  refused(bearer() + "Origin: https://example.com\r\n", "403 ");
  refused(bearer() + "Expect: 100-continue\r\n", "413 ");
  EXPECT_EQ(running->ask("GET", "/api/state").status, 200);
}

TEST_F(CameraServer, WhoSendsOnAfterARefusalIsCutOff) {
  const Connection connection(running->port());
  connection.send(running->head("PUT", "/api/properties", bearer(), 99999999999));
  const std::string part(std::size_t(1) << 20U, 'a');
  int parts = 0;
  while (parts < 200 && connection.send(part))
    ++parts;
  EXPECT_LT(parts, 60);
}

TEST_F(CameraServer, ThousandConnectionsDoNotKeepTheOwnerOut) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  std::vector<Connection> strangers;
  for (int i = 0; i < 1000; ++i) {
    strangers.emplace_back(running->port());
    strangers.back().send("GET / HTTP/1.1\r\n");
  }
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(running->ask("GET", "/api/state").status, 200);
  const std::string descriptors = "/proc/" + std::to_string(running->process().id()) + "/fd";
  const auto open = std::distance(std::filesystem::directory_iterator(descriptors), {});
  EXPECT_LT(open, 100);
}

TEST_F(CameraServer, PropertiesAreReadAndSet) {
  const Answer answer = running->ask("PUT", "/api/properties", R"({"despill": 0.5})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const nlohmann::json all = answer.json();
  const auto despill =
      std::ranges::find_if(all, [](const auto& property) { return property["name"] == "despill"; });
  ASSERT_NE(despill, all.end());
  EXPECT_EQ((*despill)["value"], 0.5);
  const Answer refused = running->ask("PUT", "/api/properties", R"({"despill": 2})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.json()["error"], "despill: 2 is not in 0.0..1.0");
}

TEST_F(CameraServer, PresetsAreFoundWithThePlugin) {
  const nlohmann::json names = running->ask("GET", "/api/presets").json();
  EXPECT_EQ(names.size(), 4U) << names;
  const Answer answer = running->ask("PUT", "/api/preset", R"({"name": "low-cpu"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(running->ask("PUT", "/api/preset", R"({"name": "_presets_"})").status, 400);
}

TEST_F(CameraServer, AnswersAreWholeWhateverPartIsAskedFor) {
  const std::string whole = get("/page.css", "").body;
  for (const char* range : {"bytes=-999999", "bytes=0-1", "bytes=999999-", "bytes=5-2,-1"}) {
    const Answer answer = get("/page.css", std::string("Range: ") + range + "\r\n");
    EXPECT_EQ(answer.status, 200) << range;
    EXPECT_TRUE(answer.body == whole) << range;
  }
  EXPECT_EQ(running->output().find("CRITICAL"), std::string::npos) << running->output();
}

TEST_F(CameraServer, WhatIsNoJsonIsRefusedInWords) {
  for (const std::string& body : {std::string("{"), std::string("[]"), std::string("\xff\xfe"),
                                  std::string(), std::string(60000, '[')}) {
    const Answer answer = running->ask("PUT", "/api/properties", body);
    EXPECT_EQ(answer.status, 400) << body.substr(0, 20);
    EXPECT_TRUE(answer.json().contains("error")) << answer.body;
  }
  EXPECT_EQ(running->ask("PUT", "/api/camera", R"({"camera": 7})").status, 400);
}

TEST_F(CameraServer, OnlyCamerasThatAreThereCanBeChosen) {
  EXPECT_EQ(
      running->ask("PUT", "/api/camera", R"({"camera": "filesrc location=/etc/passwd"})").status,
      404);
  EXPECT_EQ(running->ask("PUT", "/api/camera", R"({"camera": "test"})").status, 200);
}

TEST_F(CameraServer, PicturesAreKeptShownAndUsed) {
  const std::string photo = shm::read_whole_file(SHM_SOURCE_ROOT "/examples/background.jpg");
  const Answer kept = running->ask("POST", "/api/pictures?name=My%20shelf.jpg", photo);
  ASSERT_EQ(kept.status, 201) << kept.body;
  EXPECT_EQ(kept.json()["name"], "My-shelf.jpg");
  EXPECT_EQ(running->ask("GET", "/api/picture?name=My-shelf.jpg").status, 200);
  EXPECT_EQ(
      running->ask("PUT", "/api/properties", R"({"background-image": "My-shelf.jpg"})").status,
      200);
  EXPECT_EQ(running->ask("PUT", "/api/properties", R"({"background-image": "/etc/passwd"})").status,
            404);
  EXPECT_EQ(running->ask("GET", "/api/picture?name=../camera.ini").status, 404);
  EXPECT_EQ(running->ask("POST", "/api/pictures?name=a.svg", "<svg/>").status, 400);
  EXPECT_EQ(running->ask("DELETE", "/api/pictures?name=My-shelf.jpg").json(),
            nlohmann::json::array());
}

TEST_F(CameraServer, PicturesWithoutANameAreSpokenOfAllTheSame) {
  EXPECT_EQ(running->ask("POST", "/api/pictures", "<svg/>")
                .json()["error"]
                .get<std::string>()
                .find("the picture: not a whole picture"),
            0U);
  for (const char* method : {"GET", "DELETE"}) {
    const std::string path = *method == 'G' ? "/api/picture" : "/api/pictures";
    const Answer answer = running->ask(method, path);
    EXPECT_EQ(answer.status, 400) << method;
    EXPECT_EQ(answer.json()["error"], "a picture's name is wanted: ?name=NAME");
  }
}

TEST_F(CameraServer, WhoLeavesWhileHeWaitsForAFrameHarmsNothing) {
  for (int i = 0; i < 20; ++i) {
    const Connection connection(running->port());
    connection.send(running->head("GET", "/api/frame?after=99999", bearer()));
  }
  EXPECT_EQ(running->ask("GET", "/api/state").status, 200);
}

TEST_F(CameraServer, WhatIsNotThereIsSaidSo) {
  EXPECT_EQ(running->ask("GET", "/api/nonsense").status, 404);
  EXPECT_EQ(running->ask("DELETE", "/api/state").status, 404);
  EXPECT_EQ(running->ask("GET", "/../../etc/passwd").status, 404);
}

TEST(CameraServerStart, PortThatIsTakenIsNamed) {
  RunningCamera first;
  const Ran second = run("shm-camera", {"--output", "none", "--port", std::to_string(first.port()),
                                        "--settings", first.folder() / "other.ini"});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_NE(second.error.find("port " + std::to_string(first.port()) + ": another program has it"),
            std::string::npos)
      << second.error;
}

TEST(CameraServerStart, UsualPortThatIsTakenIsNoReasonToBeNoCamera) {
  const TemporaryFolder folder;
  const Taken usual(7464);
  Process camera({tool("shm-camera"), "--output", "none", "--settings", folder / "camera.ini"},
                 folder / "output");
  for (int i = 0; i < 100 && camera.output().find("#token=") == std::string::npos; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_NE(camera.output().find("another program has port 7464"), std::string::npos)
      << camera.output();
  EXPECT_NE(camera.output().find("http://127.0.0.1:"), std::string::npos) << camera.output();
  EXPECT_EQ(camera.output().find("http://127.0.0.1:7464/"), std::string::npos) << camera.output();
  camera.signal(SIGTERM);
  EXPECT_EQ(camera.wait(), 0);
}
