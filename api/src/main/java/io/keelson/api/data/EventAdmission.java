package io.keelson.api.data;

import io.keelson.api.catalog.collection.CollectorRows;
import io.keelson.api.catalog.collection.intake.EventIntake;
import io.keelson.api.data.event.EventForm;
import io.keelson.api.http.BrowserProof;
import io.keelson.api.http.UnreadBody;
import io.keelson.api.identity.KeelsonAuthentication;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Who may send events, and what is asked of a request before anything of its body is read. */
final class EventAdmission {
  private static final String OPEN = "keelson.collector";

  /** Of this process at one time; one tenant has half of them at most. */
  private static final int MAX_REQUESTS = 32;

  private final EventIntake intake;
  private final EventPoints points;
  private final BrowserProof proof;
  private final Transfers underWay;

  EventAdmission(EventIntake intake, EventPoints points, BrowserProof proof) {
    this.intake = intake;
    this.points = points;
    this.proof = proof;
    this.underWay = new Transfers("requests with events", MAX_REQUESTS);
  }

  /** The collector that the request was admitted to. */
  static EventIntake.Open open(RoutingContext context) {
    return context.get(OPEN);
  }

  /** On the event loop; goes on where there is a collector that the caller may send to. */
  void admit(RoutingContext context) {
    Answers.guard(context.response());
    if (!"POST".equals(context.request().method().name())) {
      context.response().putHeader("Allow", "POST");
      refuseUnread(context, 405, ErrorCode.VALIDATION, "method: expected POST");
    } else if (!proof.holds(context, false)) {
      String message = "the request does not come from the console's own pages";
      refuseUnread(context, 403, ErrorCode.FORBIDDEN, message);
    } else {
      admitCaller(context);
    }
  }

  private void admitCaller(RoutingContext context) {
    Optional<RateLimited> limited = KeelsonAuthentication.rateLimited(context);
    Optional<Visitor> visitor = Visitor.of(context);
    if (limited.isPresent()) {
      failUnread(context, limited.get());
    } else if (visitor.isEmpty()) {
      challenge(context);
      String message = "sign in, or send an API key as bearer token";
      refuseUnread(context, 401, ErrorCode.UNAUTHENTICATED, message);
    } else if (visitor.get().principal().isEmpty()) {
      boolean namesOne = context.request().headers().contains(KeelsonAuthentication.TENANT_HEADER);
      failUnread(
          context,
          namesOne
              ? new NotFound("tenant")
              : new Invalid(
                  KeelsonAuthentication.TENANT_HEADER, null, "the slug of one of your tenants"));
    } else {
      admitForm(context, visitor.get().principal().get());
    }
  }

  private void admitForm(RoutingContext context, Principal principal) {
    MultiMap headers = context.request().headers();
    String coding = coding(headers);
    if (EventForm.of(headers).isEmpty()) {
      String message = "Content-Type: expected " + EventForm.EXPECTED;
      refuseUnread(context, 415, ErrorCode.VALIDATION, message);
    } else if (!coding.equals("identity") && !coding.equals("gzip")) {
      String message = "Content-Encoding: expected gzip, or none";
      refuseUnread(context, 415, ErrorCode.VALIDATION, message);
    } else {
      admitWithin(context, principal);
    }
  }

  static String coding(MultiMap headers) {
    String coding = headers.get("Content-Encoding");
    return coding == null ? "identity" : coding.strip().toLowerCase(Locale.ROOT);
  }

  private void admitWithin(RoutingContext context, Principal principal) {
    FairShare.Answer answer = underWay.tryTake(principal.tenantId());
    if (answer != FairShare.Answer.TAKEN) {
      UnreadBody.endConnection(context);
      underWay.refuse(context.response(), answer);
      context.request().resume();
      return;
    }
    context.addEndHandler(ended -> underWay.end(principal.tenantId()));
    context.request().pause();
    Aside.run(
        context,
        () -> {
          try {
            points.requireSome(principal);
            EventIntake.Open open = intake.open(principal, collectorId(context));
            return () -> {
              context.put(OPEN, open);
              context.next();
            };
          } catch (RuntimeException | Error e) {
            return () -> failUnread(context, e);
          }
        });
  }

  private static UUID collectorId(RoutingContext context) {
    try {
      return UUID.fromString(context.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw new NotFound(CollectorRows.WHAT);
    }
  }

  /** Such as that nobody can be recognised while the database is away, or not any more. */
  void failed(RoutingContext context) {
    if (context.failure() instanceof Unavailable unavailable) {
      failUnread(context, unavailable);
    } else if (context.failure() instanceof Unauthenticated ended) {
      challenge(context);
      Answers.failure(context.response(), ended);
    } else if (context.failure() instanceof RateLimited limited) {
      Answers.failure(context.response(), limited);
    } else {
      context.next();
    }
  }

  private static void challenge(RoutingContext context) {
    context.response().putHeader("WWW-Authenticate", "Bearer realm=\"keelson\"");
  }

  /**
   * @throws NotFound when the caller belongs to the tenant no more
   */
  static Principal principal(Optional<Visitor> visitor) {
    return visitor.flatMap(Visitor::principal).orElseThrow(() -> new NotFound("tenant"));
  }

  private static void refuseUnread(
      RoutingContext context, int status, ErrorCode code, String message) {
    UnreadBody.endConnection(context);
    Answers.refuse(context.response(), status, code, message);
    context.request().resume();
  }

  private static void failUnread(RoutingContext context, Throwable failure) {
    if (!context.response().closed()) {
      UnreadBody.endConnection(context);
    }
    Answers.failure(context.response(), failure);
    context.request().resume();
  }
}
