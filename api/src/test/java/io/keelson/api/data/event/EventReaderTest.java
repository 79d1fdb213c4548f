package io.keelson.api.data.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.collection.intake.CollectedEvent;
import io.keelson.api.catalog.collection.schema.EventSchema;
import io.keelson.api.data.event.EventBatch.LineError;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final EventReader.Bounds BOUNDS = new EventReader.Bounds(100, 1_000);
  private static final String MINIMAL =
      "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"";

  private static EventBatch read(EventForm form, String body) {
    return read(EventSchema.ANY, null, form, MultiMap.caseInsensitiveMultiMap(), body);
  }

  private static EventBatch read(
      EventSchema schema, String key, EventForm form, MultiMap headers, String body) {
    return new EventReader(schema, key, Instant.EPOCH, BOUNDS)
        .read(form, headers, body.getBytes(UTF_8));
  }

  private static List<String> rows(EventBatch batch) {
    return batch.events().stream().map(event -> new String(event.bytes(), UTF_8)).toList();
  }

  private static String error(EventForm form, String body) {
    EventBatch batch = read(form, body);
    assertThat(batch.events()).isEmpty();
    assertThat(batch.rejected()).isEqualTo(1);
    return batch.errors().getFirst().message();
  }

  @Test
  void linesAreEventsWhateverEndsThem() {
    EventBatch batch =
        read(EventForm.LINES, "{\"a\": 1}\r\n\n  \n{\"a\":2}\n{ \"b\" : [ 1.50 , 1e3 ] }");

    assertThat(rows(batch)).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"b\":[1.50,1E+3]}");
    assertThat(batch.rejected()).isZero();
  }

  @Test
  void whatIsNoEventIsToldByItsLineAndTheOthersAreKept() {
    EventBatch batch =
        read(
            EventForm.LINES,
            "{\"a\":1}\nnonsense\n[1]\n{\"a\":1} {\"b\":2}\n\n{\"a\":1,\"a\":2}\n{\"id\":true}\n{\"n\":1e9999999}\n"
                + "{\"s\":\"\\ud800\"}\n"
                + "{\"long\":\""
                + "x".repeat(1_000)
                + "\"}\n{\"a\":2}");

    assertThat(rows(batch)).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(batch.rejected()).isEqualTo(8);
    assertThat(batch.errors()).extracting(LineError::line).containsExactly(2, 3, 4, 6, 7, 8, 9, 10);
    assertThat(batch.errors().get(1).message()).isEqualTo("not an object");
    assertThat(batch.errors().getLast().message())
        .isEqualTo("1011 bytes (expected: at most 1000 for an event)");
  }

  @Test
  void aNameThatNobodyCanAskForIsToldAndNotKept() {
    assertThat(error(EventForm.LINES, "{\"x\":[{\"a\\u0000b\":1}]}"))
        .startsWith("U+0000 in a name");
    assertThat(rows(read(EventForm.LINES, "{\"x\":\"a\\u0000b\"}"))).hasSize(1);
  }

  @Test
  void ofManyErrorsTheFirstAreTold() {
    EventBatch batch = read(EventForm.LINES, "nonsense\n".repeat(100));

    assertThat(batch.rejected()).isEqualTo(100);
    assertThat(batch.errors()).hasSize(20);
  }

  @Test
  void moreEventsThanARequestMayHaveAreRefused() {
    assertThatThrownBy(() -> read(EventForm.LINES, "{}\n".repeat(101)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most 100 events");
    assertThatThrownBy(() -> read(EventForm.BATCHED, "[" + "{},".repeat(100) + "{}]"))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void depthIsBounded() {
    assertThat(read(EventForm.LINES, "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}").rejected())
        .isZero();
    assertThat(error(EventForm.LINES, "{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}"))
        .startsWith("not valid JSON");
  }

  @Test
  void aLineIsKnownByItsIdAndSource() {
    List<CollectedEvent> events =
        read(
                EventForm.LINES,
                "{\"id\":\"7\"}\n{\"id\":7,\"x\":1}\n{\"id\":\"7\",\"source\":\"a\"}\n{\"x\":1}")
            .events();

    assertThat(events.get(1).key()).isEqualTo(events.get(0).key());
    assertThat(events.get(2).key()).isNotEqualTo(events.get(0).key());
    assertThat(events.get(3).key()).isNull();
  }

  @Test
  void withoutAnIdALineIsKnownByItsPlaceInANamedRequest() {
    List<CollectedEvent> once = named("attempt-1");
    List<CollectedEvent> again = named("attempt-1");
    List<CollectedEvent> other = named("attempt-2");

    assertThat(once.get(0).key()).isNotNull().isEqualTo(again.get(0).key());
    assertThat(once.get(1).key()).isNotEqualTo(once.get(0).key());
    assertThat(other.get(0).key()).isNotEqualTo(once.get(0).key());
  }

  private static List<CollectedEvent> named(String key) {
    return read(
            EventSchema.ANY, key, EventForm.LINES, MultiMap.caseInsensitiveMultiMap(), "{}\n{}\n")
        .events();
  }

  @Test
  void underOneNameWhatSaysSomethingElseIsAnotherEvent() {
    UUID first = ofNamed("{\"v\":1}");
    assertThat(ofNamed("{ \"v\": 1 }")).as("sent again").isEqualTo(first);
    assertThat(ofNamed("{\"v\":2}")).isNotEqualTo(first);
  }

  private static UUID ofNamed(String line) {
    return read(EventSchema.ANY, "a", EventForm.LINES, MultiMap.caseInsensitiveMultiMap(), line)
        .events()
        .getFirst()
        .key();
  }

  @Test
  void aCloudEventIsARowWithItsAttributes() {
    String event =
        "{" + MINIMAL + ",\"time\":\"2026-03-01T12:00:00Z\",\"ext1\":true,\"data\":{\"v\": 1}}";
    EventBatch structured = read(EventForm.STRUCTURED, event);
    EventBatch batched = read(EventForm.BATCHED, "[ " + event + " ,\n" + event + "]");

    assertThat(rows(structured)).containsExactly(event.replace(": ", ":"));
    assertThat(rows(batched)).hasSize(2).containsOnly(event.replace(": ", ":"));
    assertThat(batched.events().getFirst().key()).isEqualTo(structured.events().getFirst().key());
    assertThat(rows(read(EventForm.BATCHED, "[]"))).isEmpty();
  }

  @Test
  void itsAttributesMayBeHeaders() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("CE-SpecVersion", "1.0")
            .add("ce-id", "1")
            .add("ce-source", "/a")
            .add("ce-type", "caf%C3%A9")
            .add("Content-Type", "application/json");
    EventBatch batch = read(EventSchema.ANY, null, EventForm.BINARY, headers, "[1, 2]");

    JsonObject row = new JsonObject(rows(batch).getFirst());
    assertThat(row.getString("type")).isEqualTo("café");
    assertThat(row.getString("datacontenttype")).isEqualTo("application/json");
    assertThat(row.getJsonArray("data")).containsExactly(1, 2);
    assertThat(batch.events().getFirst().key())
        .isEqualTo(read(EventForm.STRUCTURED, "{" + MINIMAL + "}").events().getFirst().key());

    headers.set("ce-type", "100%");
    assertThat(read(EventSchema.ANY, null, EventForm.BINARY, headers, "1").rejected()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}",
        "{\"specversion\":1.0,\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"source\":\"/a\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/a\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/a\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a b\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":null}",
        "{" + MINIMAL + ",\"time\":\"yesterday\"}",
        "{" + MINIMAL + ",\"Upper\":\"x\"}",
        "{" + MINIMAL + ",\"ext\":{}}",
        "{" + MINIMAL + ",\"ext\":1.5}",
        "{" + MINIMAL + ",\"dataschema\":\"relative\"}",
        "{" + MINIMAL + ",\"data\":1,\"data_base64\":\"AA==\"}",
        "{" + MINIMAL + ",\"data_base64\":\"%\"}",
        "[1]",
        "",
        "null"
      })
  void whatBreaksTheRulesOfCloudEventsIsNoEvent(String event) {
    assertThat(error(EventForm.STRUCTURED, event)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1,2", "[{}] x", "[{}}"})
  void aBatchThatIsNoArrayIsRefused(String body) {
    assertThatThrownBy(() -> read(EventForm.BATCHED, body)).isInstanceOf(Invalid.class);
  }

  @Test
  void anotherEncodingThanUtf8IsNoEvent() {
    EventReader reader = new EventReader(EventSchema.ANY, null, Instant.EPOCH, BOUNDS);
    EventBatch batch =
        reader.read(
            EventForm.STRUCTURED,
            MultiMap.caseInsensitiveMultiMap(),
            ("{" + MINIMAL + "}").getBytes(java.nio.charset.StandardCharsets.UTF_16));

    assertThat(batch.rejected()).isOne();
  }

  @Test
  void whatBreaksTheSchemaIsADeadLetterWithTheReason() {
    EventSchema schema =
        EventSchema.parse("schema", "{\"properties\":{\"v\":{\"type\":\"number\"}}}");
    EventBatch batch =
        read(
            schema,
            null,
            EventForm.LINES,
            MultiMap.caseInsensitiveMultiMap(),
            "{\"v\":1}\n{\"v\":\"warm\"}");
    EventBatch cloud =
        read(
            schema,
            null,
            EventForm.STRUCTURED,
            MultiMap.caseInsensitiveMultiMap(),
            "{" + MINIMAL + ",\"data\":{\"v\":[]}}");

    assertThat(batch.events()).extracting(CollectedEvent::isDead).containsExactly(false, true);
    JsonObject letter = new JsonObject(rows(batch).getLast());
    assertThat(letter.getString("reason")).isEqualTo("v: \"warm\" (expected: number)");
    assertThat(letter.getString("original")).isEqualTo("{\"v\":\"warm\"}");
    assertThat(letter.getString("receivedAt")).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(cloud.events().getFirst().isDead()).as("of the data").isTrue();
  }

  @Test
  void formsAreToldByTheirTypes() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    assertThat(EventForm.of(headers)).isEmpty();
    assertThat(EventForm.of(headers.set("Content-Type", "application/json"))).isEmpty();
    assertThat(EventForm.of(headers.set("Content-Type", "Application/X-NDJSON; charset=utf-8")))
        .contains(EventForm.LINES);
    assertThat(EventForm.of(headers.set("Content-Type", "application/cloudevents+json")))
        .contains(EventForm.STRUCTURED);
    headers.set("Content-Type", "application/json").set("ce-specversion", "1.0");
    assertThat(EventForm.of(headers)).contains(EventForm.BINARY);
    assertThat(EventForm.of(headers.set("Content-Type", "image/png"))).isEmpty();
  }
}
