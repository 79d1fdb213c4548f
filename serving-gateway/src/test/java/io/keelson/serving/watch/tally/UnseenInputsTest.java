package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.watch.profile.KnownInputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void ofANameThatARequestRepeatsEachRowCountsOnce() {
    UnseenInputs seen = of("a", "b\u0000", "a", "b ", "a");

    assertThat(seen).isEqualTo(new UnseenInputs(1, Map.of("a", 1L, "b ", 1L)));
  }

  /** What several gateways have seen, in whatever order it is added up, and some of it again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noNameIsCountedTooLowOrTooHighByMoreThanASixteenthOfAll(long seed) {
    Random random = new Random(seed);
    Map<String, Long> truth = new HashMap<>();
    List<UnseenInputs> gateways = new ArrayList<>(Collections.nCopies(5, UnseenInputs.NONE));
    for (int i = 0; i < 4_000; i++) {
      int gateway = random.nextInt(gateways.size());
      // Few names are frequent, others at this gateway than at that one.
      int name = (int) (40 * Math.pow(random.nextDouble(), 3)) + 10 * gateway;
      String[] names = {"name " + name, "also " + random.nextInt(1_000)};
      gateways.set(gateway, gateways.get(gateway).plus(of(names)));
      for (String each : names) {
        truth.merge(each, 1L, Long::sum);
      }
    }
    while (gateways.size() > 1) {
      Collections.shuffle(gateways, random);
      gateways.add(gateways.removeLast().plus(gateways.removeLast()));
    }

    UnseenInputs all = gateways.getFirst();
    long bound = 2 * 4_000 / UnseenInputs.MAX_NAMES;
    assertThat(all.rows()).isEqualTo(4_000);
    assertThat(all.names()).hasSize(UnseenInputs.MAX_NAMES);
    all.names()
        .forEach(
            (name, count) ->
                assertThat(count)
                    .as(name)
                    .isBetween(truth.getOrDefault(name, 0L), truth.getOrDefault(name, 0L) + bound));
    assertThat(truth)
        .allSatisfy(
            (name, count) -> assertThat(count <= bound || all.names().containsKey(name)).isTrue());
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
    assertThat(seen.names().values()).as("no more rows than it has").containsOnly(1L);
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
