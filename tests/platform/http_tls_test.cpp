// SPDX-License-Identifier: EUPL-1.2
// The same server over TLS, spoken to with OpenSSL.
#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/http_server.h"

namespace muster {
namespace {

template <class T, void (*free)(T*)>
struct Freer {
  void operator()(T* value) const { free(value); }
};
template <class T, void (*free)(T*)>
using Owned = std::unique_ptr<T, Freer<T, free>>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;
using Context = Owned<SSL_CTX, SSL_CTX_free>;
using Connection = Owned<SSL, SSL_free>;

// Writes a key and a certificate for it, signed by itself.
void make_certificate(const std::filesystem::path& certificate_file, const std::filesystem::path& key_file) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  FILE* out = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(out, certificate.get());
  std::fclose(out);
  out = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(out);
}

class HttpTlsTest : public testing::Test {
 protected:
  HttpTlsTest() {
    directory_ = std::filesystem::temp_directory_path() / ("muster-tls-" + std::to_string(getpid()));
    std::filesystem::create_directories(directory_);
    make_certificate(directory_ / "certificate.pem", directory_ / "key.pem");
    make_certificate(directory_ / "other.pem", directory_ / "other-key.pem");
  }
  ~HttpTlsTest() override { std::filesystem::remove_all(directory_); }

  http::Options options() const {
    http::Options options;
    options.tls_certificate = directory_ / "certificate.pem";
    options.tls_key = directory_ / "key.pem";
    return options;
  }

  // Sends `request` and returns everything up to the end; "" if there was no handshake.
  static std::string talk(int port, const std::string& request, int newest_version) {
    const Context context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), newest_version);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    std::string answer;
    {
      const Connection connection(SSL_new(context.get()));
      SSL_set_fd(connection.get(), socket);
      if (SSL_connect(connection.get()) == 1) {
        SSL_write(connection.get(), request.data(), static_cast<int>(request.size()));
        char bytes[4096];
        int size = 0;
        while ((size = SSL_read(connection.get(), bytes, sizeof bytes)) > 0) {
          answer.append(bytes, static_cast<std::size_t>(size));
        }
        SSL_shutdown(connection.get());
      }
    }
    ::close(socket);
    return answer;
  }

  std::filesystem::path directory_;
};

TEST_F(HttpTlsTest, ServesTls12And13AndNothingOlder) {
  support::HttpServer server(
      [](connect::Request request, connect::Respond respond) {
        connect::Response response;
        response.body = (request.secure ? "secure " : "plain ") + request.path + " " + request.body;
        respond(std::move(response));
      },
      options());
  const std::string request =
      "POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
      "GET /two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const std::string answer = talk(server.port(), request, version);
    EXPECT_THAT(answer, testing::HasSubstr("secure /one body"));
    EXPECT_THAT(answer, testing::EndsWith("secure /two "));
    EXPECT_THAT(answer, testing::HasSubstr("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
  }
  EXPECT_EQ(talk(server.port(), request, TLS1_1_VERSION), "");
  EXPECT_EQ(talk(server.port(), request, TLS1_VERSION), "");
}

TEST_F(HttpTlsTest, SendsALargeAnswerWhole) {
  const std::string large(3 << 20, 'x');
  support::HttpServer server(
      [&](connect::Request, connect::Respond respond) {
        connect::Response response;
        response.body = large;
        respond(std::move(response));
      },
      options());
  const std::string answer =
      talk(server.port(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", TLS1_3_VERSION);
  ASSERT_NE(answer.find("\r\n\r\n"), std::string::npos);
  EXPECT_TRUE(answer.substr(answer.find("\r\n\r\n") + 4) == large) << answer.size();
}

TEST_F(HttpTlsTest, SaysWhatIsWrongWithTheFiles) {
  const auto failure = [](http::Options options) -> std::string {
    options.listen = "127.0.0.1:0";
    try {
      http::Server server(options, {});
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  http::Options missing = options();
  missing.tls_certificate = directory_ / "none.pem";
  EXPECT_THAT(failure(missing), testing::HasSubstr("the TLS certificate cannot be read"));
  http::Options stranger = options();
  stranger.tls_key = directory_ / "other-key.pem";
  EXPECT_THAT(failure(stranger), testing::HasSubstr("is not that of the certificate"));
  http::Options half = options();
  half.tls_key.clear();
  EXPECT_THAT(failure(half), testing::HasSubstr("the TLS key"));
}

}  // namespace
}  // namespace muster
