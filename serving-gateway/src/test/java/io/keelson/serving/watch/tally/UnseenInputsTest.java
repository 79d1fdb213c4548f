package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.watch.profile.KnownInputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnseenInputsTest {
  private static final KnownInputs NOTHING = new KnownInputs(Map.of(), true);

  private static UnseenInputs of(String... names) {
    ModelInferRequest.Builder request = ModelInferRequest.newBuilder();
    for (String name : names) {
      request.addInputs(ModelInferRequest.InferInputTensor.newBuilder().setName(name));
    }
    return UnseenInputs.in(request.build(), NOTHING, Map.of(), 1);
  }

  @Test
  void rowsAreCountedOnceHoweverManyNamesTheirRequestHas() {
    UnseenInputs both = of("a", "b").plus(of("b")).plus(UnseenInputs.NONE);

    assertThat(both).isEqualTo(new UnseenInputs(2, Map.of("a", 1L, "b", 2L)));
  }

  @Test
  void aFrequentNameStaysHoweverManyAreMadeUp() {
    UnseenInputs seen = UnseenInputs.NONE;
    for (int i = 0; i < 2_000; i++) {
      seen = seen.plus(i % 10 == 0 ? of("colour") : of("made up " + i));
    }

    assertThat(seen.rows()).isEqualTo(2_000);
    assertThat(seen.names()).hasSize(UnseenInputs.MAX_NAMES).containsKey("colour");
    assertThat(seen.names().get("colour")).isGreaterThanOrEqualTo(200);
  }

  @Test
  void aRequestOfManyNamesKeepsFew() {
    String[] names = new String[1_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "name " + i;
    }

    UnseenInputs seen = of(names);

    assertThat(seen.rows()).isEqualTo(1);
    assertThat(seen.names()).hasSize(UnseenInputs.MAX_NAMES);
  }

  @Test
  void aNameIsCutAndHasNoCharactersThatTheDatabaseOrAPersonCannotRead() {
    UnseenInputs seen = of("a\u0000b\nc", "\uD83D\uDE00".repeat(1_000), "");

    assertThat(seen.names()).hasSize(3).containsKeys("a b c", "");
    assertThat(
            List.copyOf(seen.names().keySet()).stream()
                .mapToInt(name -> name.codePointCount(0, name.length())))
        .allMatch(length -> length <= UnseenInputs.MAX_NAME_CHARACTERS);
    assertThat(seen.names().keySet()).anyMatch(name -> name.endsWith("\uD83D\uDE00…"));
  }
}
