package io.keelson.api.graphql.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.Graph;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final String ID = "run_01h455vb4pex5vsknk084sn02q";
  private static final String PERSON = "0192f3a4-0000-7000-8000-000000000001";
  private final Side amber = side("amberhouse", "amber");
  private final Side cobalt = side("cobalthouse", "cobalt");
  private final Witness witness = new Witness(Set.of("model_01h455vb4pex5vsknk084sn02q"));

  private static Side side(String word, String slug) {
    return Side.of(word, List.of(slug, slug + "-project"), List.of(), List.of());
  }

  private List<String> wrong(Side own, Side other, String sent, int status, String body)
      throws Exception {
    return witness.wrongIn(own, other, sent, answer(status, body));
  }

  private static Graph.Answer answer(int status, String body) throws Exception {
    return new Graph.Answer(status, new ObjectMapper().readTree(body));
  }

  @Test
  void anIdIsTheTenantsInWhoseAnswersItWasSeenFirst() throws Exception {
    String run = "{\"data\":{\"id\":\"" + ID + "\",\"person\":\"" + PERSON + "\"}}";
    assertThat(wrong(amber, cobalt, "", 200, run)).isEmpty();
    assertThat(wrong(amber, cobalt, "", 200, run)).isEmpty();
    assertThat(wrong(cobalt, amber, ID, 200, run))
        .containsExactly("data: the other's " + ID, "data: the other's " + PERSON);
  }

  @Test
  void anAuditLogMayNameWhatItsTenantAskedFor() throws Exception {
    witness.claim(ID, amber);
    String log =
        "{\"data\":{\"log\":[{\"__typename\":\"AuditEntry\",\"targetId\":\"" + ID + "\"}]}}";
    assertThat(wrong(cobalt, amber, "", 200, log)).isEmpty();
    assertThat(wrong(cobalt, amber, "", 200, log.replace("AuditEntry", "Run"))).hasSize(1);
  }

  @Test
  void aMessageMayNameWhatWasSent() throws Exception {
    String refusal =
        "{\"errors\":[{\"message\":\"" + ID + "\",\"extensions\":{\"code\":\"NOT_FOUND\"}}]}";
    witness.claim(ID, amber);
    assertThat(wrong(cobalt, amber, "id: " + ID, 200, refusal)).isEmpty();
    assertThat(wrong(cobalt, amber, "", 200, refusal))
        .containsExactly("a message: the other's " + ID);
  }

  @Test
  void idsThatBothTenantsHaveAreNobodys() throws Exception {
    String model = "{\"data\":{\"id\":\"model_01h455vb4pex5vsknk084sn02q\"}}";
    assertThat(wrong(amber, cobalt, "", 200, model)).isEmpty();
    assertThat(wrong(cobalt, amber, "", 200, model)).isEmpty();
  }

  @Test
  void namesOfTheOtherTenantAreFound() throws Exception {
    String named = "{\"data\":{\"name\":\"my cobalthouse run\"}}";
    assertThat(wrong(amber, cobalt, "", 200, named)).hasSize(1);
    assertThat(wrong(cobalt, amber, "", 200, named)).isEmpty();
  }

  @Test
  void defectsAreFound() throws Exception {
    String internal = "{\"errors\":[{\"extensions\":{\"code\":\"INTERNAL\"}}]}";
    assertThat(wrong(amber, cobalt, "", 200, internal)).hasSize(1);
    assertThat(wrong(amber, cobalt, "", 200, "{\"errors\":[{\"message\":\"x\"}]}")).hasSize(1);
    assertThat(wrong(amber, cobalt, "", 503, "{}")).containsExactly("HTTP 503");
  }

  @Test
  void onlyWhatIsUnavailableWithItsStatusIsPutOffAndWrongWhereItStays() throws Exception {
    String unavailable = "{\"errors\":[{\"extensions\":{\"code\":\"UNAVAILABLE\"}}]}";
    assertThat(Witness.isPutOff(answer(503, unavailable))).isTrue();
    assertThat(wrong(amber, cobalt, "", 503, unavailable)).containsExactly("HTTP 503");
    assertThat(Witness.isPutOff(answer(503, "{}"))).isFalse();
    assertThat(Witness.isPutOff(answer(503, unavailable.replace("UNAVAILABLE", "INTERNAL"))))
        .isFalse();
    assertThat(Witness.isPutOff(answer(500, unavailable))).isFalse();
    assertThat(Witness.isPutOff(answer(200, unavailable))).isFalse();
  }
}
