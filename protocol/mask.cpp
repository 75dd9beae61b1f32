#include "protocol/mask.hpp"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace parley::protocol {
namespace {

// Every load and store goes through memcpy or an unaligned intrinsic: payloads begin anywhere.

template <class Word>
Word load(const std::uint8_t* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

template <class Word>
void store(std::uint8_t* to, Word word) noexcept {
  std::memcpy(to, &word, sizeof word);
}

/// The key as it is due `bytes` further on.
std::uint32_t advance(std::uint32_t key, std::uint64_t bytes) noexcept {
  const int bits = static_cast<int>(bytes % sizeof(MaskKey)) * 8;
  return std::endian::native == std::endian::little ? std::rotr(key, bits) : std::rotl(key, bits);
}

/// Fewer than four bytes, or the remainder of that many.
void mask_bytes(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept {
  std::array<std::uint8_t, sizeof key> bytes;
  std::memcpy(bytes.data(), &key, sizeof key);
  for (std::size_t i = 0; i < size; ++i) to[i] = from[i] ^ bytes[i];
}

void mask_portable(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept {
  const std::uint64_t key64 = static_cast<std::uint64_t>(key) << 32 | key;
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) store(to + i, load<std::uint64_t>(from + i) ^ key64);
  if (i + 4 <= size) {
    store(to + i, load<std::uint32_t>(from + i) ^ key);
    i += 4;
  }
  mask_bytes(from + i, to + i, size - i, key);  // i is a multiple of four: the key has not moved
}

#if defined(__x86_64__)

void mask_sse2(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept {
  const __m128i keys = _mm_set1_epi32(static_cast<int>(key));
  std::size_t i = 0;
  for (; i + 64 <= size; i += 64) {
    const auto* source = reinterpret_cast<const __m128i*>(from + i);
    auto* target = reinterpret_cast<__m128i*>(to + i);
    const __m128i a = _mm_xor_si128(_mm_loadu_si128(source), keys);
    const __m128i b = _mm_xor_si128(_mm_loadu_si128(source + 1), keys);
    const __m128i c = _mm_xor_si128(_mm_loadu_si128(source + 2), keys);
    const __m128i d = _mm_xor_si128(_mm_loadu_si128(source + 3), keys);
    _mm_storeu_si128(target, a);
    _mm_storeu_si128(target + 1, b);
    _mm_storeu_si128(target + 2, c);
    _mm_storeu_si128(target + 3, d);
  }
  mask_portable(from + i, to + i, size - i, key);
}

__attribute__((target("avx2"))) void mask_avx2(const std::uint8_t* from, std::uint8_t* to, std::size_t size,
                                               std::uint32_t key) noexcept {
  const __m256i keys = _mm256_set1_epi32(static_cast<int>(key));
  std::size_t i = 0;
  for (; i + 128 <= size; i += 128) {
    const auto* source = reinterpret_cast<const __m256i*>(from + i);
    auto* target = reinterpret_cast<__m256i*>(to + i);
    const __m256i a = _mm256_xor_si256(_mm256_loadu_si256(source), keys);
    const __m256i b = _mm256_xor_si256(_mm256_loadu_si256(source + 1), keys);
    const __m256i c = _mm256_xor_si256(_mm256_loadu_si256(source + 2), keys);
    const __m256i d = _mm256_xor_si256(_mm256_loadu_si256(source + 3), keys);
    _mm256_storeu_si256(target, a);
    _mm256_storeu_si256(target + 1, b);
    _mm256_storeu_si256(target + 2, c);
    _mm256_storeu_si256(target + 3, d);
  }
  for (; i + 32 <= size; i += 32) {
    const __m256i masked = _mm256_xor_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i)), keys);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), masked);
  }
  mask_portable(from + i, to + i, size - i, key);
}

constexpr std::array paths{MaskPath{"portable", mask_portable}, MaskPath{"sse2", mask_sse2},
                           MaskPath{"avx2", mask_avx2}};

std::size_t usable_paths() noexcept {
  __builtin_cpu_init();                                                     // this may run before main
  return __builtin_cpu_supports("avx2") ? paths.size() : paths.size() - 1;  // SSE2 is part of x86-64
}

#elif defined(__ARM_NEON)

void mask_neon(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept {
  const uint8x16_t keys = vreinterpretq_u8_u32(vdupq_n_u32(key));
  std::size_t i = 0;
  for (; i + 64 <= size; i += 64) {
    const uint8x16_t a = veorq_u8(vld1q_u8(from + i), keys);
    const uint8x16_t b = veorq_u8(vld1q_u8(from + i + 16), keys);
    const uint8x16_t c = veorq_u8(vld1q_u8(from + i + 32), keys);
    const uint8x16_t d = veorq_u8(vld1q_u8(from + i + 48), keys);
    vst1q_u8(to + i, a);
    vst1q_u8(to + i + 16, b);
    vst1q_u8(to + i + 32, c);
    vst1q_u8(to + i + 48, d);
  }
  mask_portable(from + i, to + i, size - i, key);
}

constexpr std::array paths{MaskPath{"portable", mask_portable}, MaskPath{"neon", mask_neon}};

std::size_t usable_paths() noexcept {
  return paths.size();  // known when compiling
}

#else

constexpr std::array paths{MaskPath{"portable", mask_portable}};

std::size_t usable_paths() noexcept {
  return paths.size();
}

#endif

void mask(const std::uint8_t* from, std::uint8_t* to, std::size_t size, std::uint32_t key) noexcept {
  constexpr std::size_t worth_a_wide_path = 64;
  if (size < worth_a_wide_path) return mask_portable(from, to, size, key);
  static const MaskFunction fastest = mask_paths().back().function;
  fastest(from, to, size, key);
}

}  // namespace

void apply_mask(ByteSpan data, const MaskKey& key, std::uint64_t offset) noexcept {
  mask(data.data(), data.data(), data.size(), advance(std::bit_cast<std::uint32_t>(key), offset));
}

void copy_masked(ByteView payload, std::uint8_t* to, const MaskKey& key) noexcept {
  mask(payload.data(), to, payload.size(), std::bit_cast<std::uint32_t>(key));
}

std::span<const MaskPath> mask_paths() noexcept {
  static const std::size_t usable = usable_paths();
  return std::span(paths).first(usable);
}

}  // namespace parley::protocol
