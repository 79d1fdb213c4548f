package io.keelson.api.graphql.quota;

import io.keelson.tenancy.quota.Quota;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaSource;
import io.keelson.tenancy.rate.RateLimits;
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
  public record QuotaType(@Ignore Quota quota) {
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

    @NonNull
    @Description("Who says so: the plan, or an operator for this organisation alone.")
    public QuotaSource getSource() {
      return quota.source();
    }
  }

  @Name("RateLimit")
  @Description(
      "Points of cost a minute: one for each field at an operation's root, one for each item its lists may hold.")
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
      @Description("True: back to what the plan says.") Boolean remove) {}
}
