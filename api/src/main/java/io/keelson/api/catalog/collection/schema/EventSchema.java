package io.keelson.api.catalog.collection.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.tenancy.failure.Invalid;
import java.util.Optional;

/**
 * What events must look like, by a part of JSON Schema (draft 2020-12) that is judged in one look
 * at each value of an event: types, properties, items, enumerations and bounds. What compares an
 * event with several schemas, refers elsewhere or matches expressions is not in it, because there
 * an event of a few bytes can take minutes; a schema that has any of it is refused, since an event
 * that it was meant to refuse would pass.
 *
 * <p>Keywords: {@code type}, {@code enum}, {@code const}, {@code properties}, {@code required},
 * {@code additionalProperties}, {@code items}, {@code minimum}, {@code maximum}, {@code
 * exclusiveMinimum}, {@code exclusiveMaximum}, {@code minLength}, {@code maxLength}, {@code
 * minItems}, {@code maxItems}; annotations, among them {@code format}, say nothing. At most 64 KiB,
 * 1,000 schemas in one another, 16 deep.
 */
public final class EventSchema {
  /** Takes anything. */
  public static final EventSchema ANY = new EventSchema(Shape.ANY);

  private final Shape root;

  private EventSchema(Shape root) {
    this.root = root;
  }

  /**
   * @param field what to name when it is not valid
   * @throws Invalid for what is no schema, or none of this part, naming the keyword
   */
  public static EventSchema parse(String field, String json) {
    return new EventSchema(new SchemaReader(field).read(json));
  }

  /** Why the value breaks the schema, with the path of what does; empty when it does not. */
  public Optional<String> breach(JsonNode value) {
    return Optional.ofNullable(root.breach(value)).map(Breach::text);
  }
}
