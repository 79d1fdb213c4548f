package io.keelson.api.graphql.live.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.graphql.live.message.ClientMessage.ConnectionInit;
import io.keelson.api.graphql.live.message.ClientMessage.Malformed;
import io.keelson.api.graphql.live.message.ClientMessage.Subscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessagesTest {

  @Test
  void aMessageIsReadForWhatItIs() throws Malformed {
    assertThat(parse("{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"{x}\"}}"))
        .isInstanceOfSatisfying(
            Subscribe.class,
            subscribe -> {
              assertThat(subscribe.id()).isEqualTo("a");
              assertThat(subscribe.request().query()).isEqualTo("{x}");
            });
    assertThat(parse("{\"type\":\"connection_init\"}"))
        .isInstanceOfSatisfying(ConnectionInit.class, init -> assertThat(init.payload()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{\"type\":1}",
        "{\"type\":\"next\"}",
        "{\"type\":\"complete\"}",
        "{\"type\":\"complete\",\"id\":\"\"}",
        "{\"type\":\"connection_init\",\"payload\":\"key\"}",
        "{\"type\":\"subscribe\",\"id\":\"a\"}",
        "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":1}}",
        "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"{x}\",\"variables\":[]}}",
        "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"{x}\",\"operationName\":{}}}"
      })
  void whatIsNoMessageIsSaidToBeNone(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(Malformed.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().getBytes(UTF_8))
                    .as("a close frame has room for it")
                    .hasSizeLessThanOrEqualTo(123));
  }

  @Test
  void theIdOfOneThatIsNotReadIsFoundWhereverItStands() {
    String payload = "\"payload\":{\"id\":\"b\",\"type\":\"ping\",\"variables\":{\"x\":[[1]]}}";
    for (String text :
        new String[] {
          "{\"id\":\"a\",\"type\":\"subscribe\"," + payload + "}",
          "{" + payload + ",\"type\":\"subscribe\",\"id\":\"a\"}"
        }) {
      assertThat(ClientMessage.idToSubscribe(text.getBytes(UTF_8))).hasValue("a");
    }
    for (String text :
        new String[] {
          "",
          "{",
          "[]",
          "{\"id\":\"a\"," + payload + "}",
          "{\"type\":\"complete\",\"id\":\"a\"}",
          "{\"type\":\"subscribe\"," + payload + "}",
          "{\"type\":\"subscribe\",\"id\":1}",
          "{\"type\":\"subscribe\",\"id\":\"" + "a".repeat(129) + "\"}"
        }) {
      assertThat(ClientMessage.idToSubscribe(text.getBytes(UTF_8))).as(text).isEmpty();
    }
  }

  @Test
  void theKeyOfAMutationStandsInItsExtensions() throws Malformed {
    assertThat(
            parse(
                "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"{x}\","
                    + "\"extensions\":{\"idempotencyKey\":\"once\"}}}"))
        .isInstanceOfSatisfying(
            Subscribe.class, subscribe -> assertThat(subscribe.idempotencyKey()).isEqualTo("once"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1.5E+99999999999"})
  void numbersBeyondAllBoundsAreNoMessage(String number) {
    assertThatThrownBy(() -> parse(subscribeWith(number))).isInstanceOf(Malformed.class);
  }

  @Test
  void numbersOfThousandsOfDigitsAreNoMessage() {
    assertThatThrownBy(() -> parse(subscribeWith("1".repeat(5_000)))).isInstanceOf(Malformed.class);
  }

  private static String subscribeWith(String number) {
    return "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"{x}\",\"variables\":{\"n\":"
        + number
        + "}}}";
  }

  @Test
  void nestingIsBoundedBeforeItIsRead() {
    for (String bracket : new String[] {"[", "{\"a\":"}) {
      String deep = "{\"type\":\"ping\",\"payload\":" + bracket.repeat(50_000);
      assertThatThrownBy(() -> parse(deep))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("deeper");
    }
  }

  @Test
  void bracketsInsideTextNestNothing() throws Malformed {
    String text = "[{".repeat(1_000) + "\\\"" + "[{".repeat(1_000);
    assertThat(
            parse("{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{\"query\":\"" + text + "\"}}"))
        .isInstanceOf(Subscribe.class);
  }

  private static ClientMessage parse(String text) throws Malformed {
    return ClientMessages.parse(text.getBytes(UTF_8));
  }
}
