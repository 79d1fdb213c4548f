package io.keelson.billing.usage;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/**
 * What one source used over one interval.
 *
 * <p>Whoever measures the same interval again makes the same id, so that the ledger holds it once.
 *
 * @param id {@link #id} of meter, source and beginning; any other is refused
 * @param quantity in the meter's unit: 0 to 10^15 with at most 12 decimal places
 * @param resource what was used: an instance type, an endpoint's name; 1 to 250 characters
 * @param sourceId the job, replica, endpoint or project that was measured
 * @param from inclusive; kept in UTC, to the microsecond
 * @param to exclusive, not before {@code from} and at most 366 days after it
 * @param labels at most 16, such as {@link UsageLabels#RUN} to a run's id
 */
public record UsageEvent(
    UUID id,
    Meter meter,
    BigDecimal quantity,
    UUID projectId,
    String resource,
    UUID sourceId,
    OffsetDateTime from,
    OffsetDateTime to,
    Map<String, String> labels) {

  public static final BigDecimal MAX_QUANTITY = BigDecimal.TEN.pow(15);
  public static final int MAX_DECIMAL_PLACES = 12;
  public static final Duration MAX_INTERVAL = Duration.ofDays(366);
  public static final int MAX_LABELS = 16;
  public static final int MAX_LABEL_CHARACTERS = 250;

  /**
   * @throws Invalid naming the first component that is missing or out of bounds
   */
  public UsageEvent {
    Input.present("meter", meter);
    quantity = checkedQuantity("quantity", quantity);
    Input.present("projectId", projectId);
    Input.key("resource", resource);
    Input.present("sourceId", sourceId);
    from = microseconds(Input.present("from", from));
    to = microseconds(Input.present("to", to));
    if (to.isBefore(from) || Duration.between(from, to).compareTo(MAX_INTERVAL) > 0) {
      throw new Invalid(
          "to", to, "not before " + from + " and at most " + MAX_INTERVAL.toDays() + " days later");
    }
    labels = checkedLabels(labels);
    UUID expected = id(meter, sourceId, from);
    if (!expected.equals(id)) {
      throw new Invalid("id", id, "the id of meter, source and beginning, " + expected);
    }
  }

  /** The event with the id that belongs to it. */
  public static UsageEvent of(
      Meter meter,
      BigDecimal quantity,
      UUID projectId,
      String resource,
      UUID sourceId,
      OffsetDateTime from,
      OffsetDateTime to,
      Map<String, String> labels) {
    UUID id =
        id(
            Input.present("meter", meter),
            Input.present("sourceId", sourceId),
            Input.present("from", from));
    return new UsageEvent(id, meter, quantity, projectId, resource, sourceId, from, to, labels);
  }

  /** The same for the same meter, source and beginning (to the microsecond), in whatever zone. */
  public static UUID id(Meter meter, UUID sourceId, OffsetDateTime from) {
    return Ids.fromName("usage", meter.meterName(), sourceId, microseconds(from).toInstant());
  }

  static BigDecimal checkedQuantity(String field, BigDecimal quantity) {
    Input.present(field, quantity);
    // The precision is looked at first: stripping zeros off 1E+1000000000 would fill the memory.
    boolean bounded = quantity.precision() <= 64 && Math.abs((long) quantity.scale()) <= 64;
    if (!bounded
        || quantity.signum() < 0
        || quantity.compareTo(MAX_QUANTITY) > 0
        || quantity.stripTrailingZeros().scale() > MAX_DECIMAL_PLACES) {
      String expected = "0 to 10^15 with at most " + MAX_DECIMAL_PLACES + " decimal places";
      throw new Invalid(field, quantity, expected);
    }
    BigDecimal stripped = quantity.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static Map<String, String> checkedLabels(Map<String, String> labels) {
    if (labels == null) {
      return Map.of();
    }
    Input.size("labels", labels.entrySet(), 0, MAX_LABELS);
    labels.forEach(
        (key, value) -> {
          Input.key("labels", key);
          Input.text("labels." + key, Input.present("labels." + key, value), MAX_LABEL_CHARACTERS);
        });
    return Map.copyOf(labels);
  }

  private static OffsetDateTime microseconds(OffsetDateTime at) {
    return at.withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }
}
