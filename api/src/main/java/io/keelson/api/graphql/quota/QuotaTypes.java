package io.keelson.api.graphql.quota;

import io.keelson.tenancy.quota.FullForecast;
import io.keelson.tenancy.quota.Quota;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaSource;
import io.keelson.tenancy.rate.RateLimits;
import java.time.OffsetDateTime;
import java.util.Map;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Quotas as the API shows them. */
public final class QuotaTypes {
  private QuotaTypes() {}

  @Name("Quota")
  @Description("What an organisation may have only so much of.")
  public record QuotaType(@Ignore Quota quota, @Ignore Map<QuotaName, Long> peaks) {
    @NonNull
    @Description("What is limited.")
    public QuotaName getName() {
      return quota.name();
    }

    @Description("The most that there may be; null for no limit.")
    public Long getLimit() {
      return quota.wholeLimit();
    }

    @NonNull
    @Description("How much of it is in use now; begun units count as whole ones.")
    public Long getUsed() {
      return quota.wholeUsed();
    }

    @Description(
        "The most that was in use today and in the six days before, by UTC; null where nobody has looked yet.")
    public Long getPeak() {
      Long peak = peaks.get(quota.name());
      return peak == null ? null : quota.whole(Math.max(peak, quota.used()));
    }

    @NonNull
    @Description("Who says so: the plan, or an operator for this organisation alone.")
    public QuotaSource getSource() {
      return quota.source();
    }

    @Description(
        "What the plan says there may be, whether or not an operator says otherwise; null for no limit.")
    public Long getPlanLimit() {
      return quota.wholePlanned();
    }

    @Description("When an operator set the limit; null while the plan's applies.")
    public OffsetDateTime getSetAt() {
      return quota.setAt();
    }
  }

  @Name("QuotaForecast")
  @Description(
      "When a quota will be used up if it goes on as it did: by the mean rise of the most of each day, over up to 30 of them.")
  public record QuotaForecastType(
      @NonNull @Description("Days until then, at most 365.") Integer days,
      @NonNull @Description("If it rises as fast as can be, by twice the mean's standard error.")
          Integer earliestDays,
      @Description("If it rises as slowly; null for more than 365.") Integer latestDays,
      @NonNull @Description("How many days the mean is taken over, 5 at least.") Integer readings) {
    static QuotaForecastType of(FullForecast forecast) {
      return new QuotaForecastType(
          forecast.days(),
          forecast.earliestDays(),
          forecast.latestDays().isEmpty() ? null : (int) forecast.latestDays().getAsLong(),
          forecast.readings());
    }
  }

  @Name("RateLimit")
  @Description(
      "Points of cost a minute: one for each field at an operation's root, for each item its lists may hold, and for each field that is read by itself.")
  public record RateLimitType(
      @NonNull @Description("What all callers of the organisation have together.")
          Integer pointsPerMinute,
      @NonNull
          @Description(
              "What is used of it in the present minute of the clock; with what processes have taken ahead.")
          Integer usedPointsPerMinute,
      @NonNull @Description("What one API key has.") Integer perKeyPointsPerMinute) {
    static RateLimitType of(RateLimits.TenantStanding standing) {
      return new RateLimitType(
          whole(standing.rate().ofTenant()),
          whole(standing.used()),
          whole(standing.rate().ofKey()));
    }

    private static int whole(long points) {
      return (int) Math.min(points, Integer.MAX_VALUE);
    }
  }

  @Description("A limit for one organisation; exactly one of limit and remove.")
  public record SetQuota(
      @Id @NonNull @Description("The organisation.") String tenantId,
      @NonNull @Description("What is limited.") QuotaName name,
      @Description("The most that there may be from now on, 0 or more; what is there stays.")
          Long limit,
      @Description("True: back to what the plan says.") Boolean remove,
      @Description(
              "The limit of an operator's that there is now; left out while the plan's applies. CONFLICT otherwise.")
          Long expectedLimit) {}
}
