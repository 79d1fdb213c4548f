package io.keelson.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCursorTest {
  @Test
  void aCursorIsReadBackToTheMicrosecond() {
    LedgerCursor cursor =
        new LedgerCursor(
            OffsetDateTime.parse("2026-03-01T10:00:00.000001Z"),
            UUID.fromString("01900000-0000-7000-8000-000000000001"));

    assertThat(LedgerCursor.parse(cursor.text())).isEqualTo(cursor);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "/", "2026-03-01T10:00:00Z/", "yesterday/x", "2026-03-01T10:00:00Z"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> LedgerCursor.parse(text))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("after: ");
  }
}
