package io.keelson.api.catalog.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileDocumentTest {

  @Test
  void aProfileReadsBackAsItself() {
    var column =
        new ColumnProfile(
            "a",
            "DOUBLE",
            1,
            2L,
            "0",
            "9",
            4.5,
            null,
            List.of(new ColumnProfile.Bucket("0", "9", 10)));
    var profiled = new ProfileOutcome.Profiled(11, List.of(column));

    assertThat(ProfileDocument.read(ProfileDocument.write(profiled))).isEqualTo(profiled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rows\":\"many\",\"columns\":[]}",
        "{\"rows\":1,\"columns\":[{\"name\":null,\"type\":\"x\",\"missing\":0,\"histogram\":[]}]}",
        "{\"rows\":1,\"columns\":[{\"name\":\"a\",\"type\":\"x\",\"missing\":0,\"histogram\":{}}]}",
        "{\"rows\":1,\"columns\":7}"
      })
  void whatIsNoProfileIsRefused(String json) {
    assertThatThrownBy(() -> ProfileDocument.read(new JsonObject(json)))
        .isInstanceOf(RuntimeException.class);
  }
}
