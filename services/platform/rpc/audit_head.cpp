// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/audit_head.h"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <charconv>
#include <memory>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/status/error.h"
#include "platform/text/base64.h"

namespace muster::rpc {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Read = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

Key read_key(const std::string& file, Read read, const std::string& what) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_file(file.c_str(), "r"), &BIO_free);
  if (!in) throw status::invalid_argument(file, platform::v1::REASON_NO_SUCH_FILE, "cannot be read");
  Key key(read(in.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  if (key && EVP_PKEY_id(key.get()) == EVP_PKEY_ED25519) return key;
  throw status::invalid_argument(file, platform::v1::REASON_NOT_A_KEY,
                                 "holds no " + what +
                                     " of Ed25519 in PEM; openssl genpkey -algorithm ed25519 makes one, "
                                     "and openssl pkey -pubout its public half");
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string signature_of(std::string_view text, EVP_PKEY* key) {
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::array<unsigned char, 64> signature{};
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(digest.get(), signature.data(), &size, bytes_of(text), text.size()) != 1) {
    throw status::Error(status::Code::internal, "the head cannot be signed");
  }
  return {reinterpret_cast<const char*>(signature.data()), size};
}

bool is_signed(std::string_view text, std::string_view signature, EVP_PKEY* key) {
  const Digest digest(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

}  // namespace

std::string sign_audit_head(db::Session& session, const std::string& key_file) {
  const Key key = read_key(key_file, &PEM_read_bio_PrivateKey, "private key");
  const auto [sequence, hash, time] = *db::select_one<long long, std::string, long long>(
      session, "SELECT sequence, hash, recorded_time FROM ledger_head WHERE id = 1");
  if (sequence == 0)
    throw status::failed_precondition(platform::v1::REASON_AUDIT_EMPTY,
                                      "the audit has no entry yet, so there is no head to sign");
  const std::string text = std::to_string(sequence) + '\t' + hash + '\t' + std::to_string(time);
  return text + '\t' + text::encode_base64(signature_of(text, key.get()), text::Base64::padded);
}

void check_audit_head(db::Session& session, std::string_view line, const std::string& public_key_file) {
  const Key key = read_key(public_key_file, &PEM_read_bio_PUBKEY, "public key");
  const std::string_view text = line.substr(0, line.rfind('\t'));
  const auto signature = text::decode_base64(line.substr(std::min(line.size(), text.size() + 1)));
  long long sequence = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  if (error != std::errc() || end == text.data() + text.size() || *end != '\t' || !signature) {
    throw status::invalid_argument("head", platform::v1::REASON_NOT_SIGNED, "is no line that muster head has printed");
  }
  const std::string name = "the head of entry " + std::to_string(sequence);
  if (!is_signed(text, *signature, key.get()))
    throw status::invalid_argument("head", platform::v1::REASON_NOT_SIGNED, name + " was not signed by this key");
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()) + 1);
  const auto entry = db::select_one<std::string>(session, {"SELECT hash FROM audit_entry WHERE id = ?", {sequence}});
  if (!entry)
    throw status::Error(status::Code::data_loss, "the audit is broken: " + name + " was signed, and the entry is gone");
  if (std::get<0>(*entry) != rest.substr(0, rest.find('\t'))) {
    throw status::Error(status::Code::data_loss,
                        "the audit is broken: " + name + " was signed with another hash: the chain was rewritten");
  }
}

}  // namespace muster::rpc
