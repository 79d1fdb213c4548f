package io.keelson.serving.metering;

/** A turn of the loop that bills, without the loop. */
public final class BillingNow {
  private BillingNow() {}

  /** Bills what they have counted until now. */
  public static void bill(RequestBilling billing, RequestCounters counters) {
    billing.bill(counters.all());
  }
}
