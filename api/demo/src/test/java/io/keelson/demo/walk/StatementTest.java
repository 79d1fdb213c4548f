package io.keelson.demo.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Json;
import io.keelson.demo.step.CheckFailed;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class StatementTest {
  private static JsonNode ledgerLine(String quantity, String price, String amount)
      throws Exception {
    return Json.MAPPER.readTree(
        """
        {"id": "1", "meter": "job.cpu_seconds", "quantity": %s, "resource": "local",
         "from": "2026-01-31T23:30:00-01:00",
         "unitPrice": {"amount": %s, "currency": "EUR"},
         "amount": {"amount": %s, "currency": "EUR"}}
        """
            .formatted(quantity, price, amount));
  }

  private static JsonNode costLine(String quantity, String amount) throws Exception {
    return Json.MAPPER.readTree(
        """
        {"meter": "job.cpu_seconds", "quantity": %s, "resource": "local", "day": "2026-02-01",
         "unitPrice": {"amount": 0.00001250, "currency": "EUR"},
         "amount": {"amount": %s, "currency": "EUR"}}
        """
            .formatted(quantity, amount));
  }

  @Test
  void ledgerLinesAddUpToTheLineOfTheirDay() throws Exception {
    Statement ledger = new Statement();
    ledger.addLedgerLine(ledgerLine("2.000000001", "0.0000125", "0.0000250000000125"));
    ledger.addLedgerLine(ledgerLine("1.0", "0.0000125", "0.0000125"));
    Statement bill = new Statement();
    bill.addCostLine(costLine("3.00000000100", "0.0000375000000125"));
    assertThat(ledger.lines()).isEqualTo(bill.lines());
    assertThat(ledger.total()).isEqualByComparingTo("0.0000375000000125");
  }

  @Test
  void theLastDigitCounts() throws Exception {
    Statement ledger = new Statement();
    ledger.addLedgerLine(ledgerLine("3", "0.0000125", "0.0000375"));
    Statement bill = new Statement();
    bill.addCostLine(costLine("3", "0.00003750000000000000000000000001"));
    assertThat(ledger.lines()).isNotEqualTo(bill.lines());
    assertThat(ledger.total()).isNotEqualTo(bill.total());
  }

  @Test
  void refusesALedgerLineWhoseAmountIsNotQuantityTimesPrice() {
    assertThatThrownBy(() -> new Statement().addLedgerLine(ledgerLine("3", "0.5", "1.4")))
        .isInstanceOf(CheckFailed.class)
        .hasMessageContaining("3 × 0.5 = 1.4");
  }

  @Test
  void readsDecimalsThatCameAsTexts() throws Exception {
    Statement ledger = new Statement();
    ledger.addLedgerLine(ledgerLine("\"3\"", "\"0.5\"", "\"1.50\""));
    assertThat(ledger.quantity("job.")).isEqualByComparingTo(BigDecimal.valueOf(3));
    assertThat(ledger.quantity("replica.")).isEqualByComparingTo(BigDecimal.ZERO);
  }
}
