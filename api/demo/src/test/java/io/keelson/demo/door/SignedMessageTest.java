package io.keelson.demo.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** By the example that the libraries of Standard Webhooks test with. */
class SignedMessageTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);

  private static SignedMessage message(String signature, String body) {
    return new SignedMessage("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", signature, body);
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    String body = "{\"test\": 2432232314}";
    String both = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= v2,other " + SIGNATURE;
    assertThat(message(SIGNATURE, body).isSignedBy(SECRET, SENT)).isTrue();
    assertThat(message(both, body).isSignedBy(SECRET, SENT.plusSeconds(200))).isTrue();
  }

  @Test
  void whatWasChangedSignedByAnotherOrSentAgainLaterIsNoneOfIts() {
    String body = "{\"test\": 2432232314}";
    assertThat(message(SIGNATURE, body + " ").isSignedBy(SECRET, SENT)).isFalse();
    assertThat(message(SIGNATURE, body).isSignedBy(OTHER_SECRET, SENT)).isFalse();
    assertThat(message("", body).isSignedBy(SECRET, SENT)).isFalse();
    assertThat(message(SIGNATURE, body).isSignedBy(SECRET, SENT.plusSeconds(301))).isFalse();
  }
}
