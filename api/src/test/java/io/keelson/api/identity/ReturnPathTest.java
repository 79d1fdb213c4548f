package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a browser is sent once its person has signed in. */
class ReturnPathTest {

  @Test
  void aPathOfOursIsGoneBackTo() {
    assertThat(SessionResource.localPath("/runs?status=RUNNING#log"))
        .hasToString("/runs?status=RUNNING#log");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "runs",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://x.example",
        "/ "
      })
  void anythingElseLeadsHome(String returnTo) {
    assertThat(SessionResource.localPath(returnTo)).hasToString("/");
  }

  /** As they are after decoding: the address had them as escapes. */
  @ParameterizedTest
  @ValueSource(strings = {"/{}", "/[", "/%", "/%zz", "/|", "/?a=^"})
  void aPathThatIsNoUriLeadsHome(String returnTo) {
    assertThat(SessionResource.localPath(returnTo)).hasToString("/");
  }
}
