package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetsTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/graphql?tenant=a%20b", "/data/%C3%a4", "*", "/%25%25", ""})
  void whatCanBeDecodedGoesOn(String target) {
    assertThat(RequestTargets.isDecodable(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%z", "/%zz", "/a?b=%2", "/%20%", "/%%20", "/%2z", "/%-1"})
  void whatCannotBeDecodedDoesNot(String target) {
    assertThat(RequestTargets.isDecodable(target)).isFalse();
  }
}
