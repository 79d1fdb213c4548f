package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=0-99,0,100",
    "bytes=0-,0,100",
    "bytes=40-59,40,20",
    "bytes=99-,99,1",
    "bytes=90-1000,90,10",
    "bytes=-1,99,1",
    "bytes=-100,0,100",
    "bytes=-999999999999999999,0,100"
  })
  void aSingleRangeIsCutToTheBody(String header, long first, long length) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Part(first, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=a-b",
        "bytes=0-1x",
        "bytes=--1"
      })
  void whatIsNoSingleRangeAsksForTheWhole(String header) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
  void whatLiesBehindTheEndIsOutside(String header) {
    assertThat(ByteRange.of(header, 100)).isEqualTo(new ByteRange.Outside());
  }

  @Test
  void nothingOfAnEmptyBodyCanBeAsked() {
    assertThat(ByteRange.of(null, 0)).isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.of("bytes=0-", 0)).isEqualTo(new ByteRange.Outside());
    assertThat(ByteRange.of("bytes=-1", 0)).isEqualTo(new ByteRange.Outside());
  }
}
