package io.keelson.api.data;

import io.keelson.api.catalog.collection.CollectionConfig;
import io.keelson.api.catalog.collection.CollectorRows;
import io.keelson.api.catalog.collection.intake.EventIntake;
import io.keelson.api.catalog.collection.intake.Taken;
import io.keelson.api.data.event.EventBatch;
import io.keelson.api.data.event.EventForm;
import io.keelson.api.data.event.EventReader;
import io.keelson.api.http.BoundedBody;
import io.keelson.api.http.BrowserProof;
import io.keelson.api.http.HeldBody;
import io.keelson.api.http.HostileInputLog;
import io.keelson.api.http.RequestIds;
import io.keelson.api.http.UnreadBody;
import io.keelson.api.identity.KeelsonAuthentication;
import io.keelson.api.identity.Visitor;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.object.TooLarge;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/**
 * {@code POST /data/collectors/<id>/events}: events into a data set, for whoever may write it. Who
 * it is, what they may do and whether there is room are asked before anything of the body is read;
 * the answer comes when what it tells of has been committed.
 */
@ApplicationScoped
public class EventDoor {
  private static final String PATH = "/data/collectors/:id/events";
  private static final int BEFORE_THE_FRAMEWORK = -101;
  private static final String OPEN = "keelson.collector";
  private static final String HELD = "keelson.events-held";

  /** Rows, their compressed form, and what is made of one event at a time. */
  private static final int BYTES_IN_MEMORY_PER_BYTE = 4;

  private final EventIntake intake;
  private final EventPoints points;
  private final BrowserProof proof;
  private final SharedBytes memory;
  private final CollectionConfig config;
  private final HostileInputLog log;
  private final InstantSource clock;
  private final Transfers underWay;

  EventDoor(
      EventIntake intake,
      EventPoints points,
      BrowserProof proof,
      SharedBytes memory,
      CollectionConfig config,
      HostileInputLog log,
      InstantSource clock) {
    this.intake = intake;
    this.points = points;
    this.proof = proof;
    this.memory = memory;
    this.config = config;
    this.log = log;
    this.clock = clock;
    this.underWay = new Transfers("requests with events", config.maxRequests());
  }

  void register(@Observes Router router) {
    BoundedBody body =
        new BoundedBody(
            maxBodyBytes(),
            config.bodyTimeLimit(),
            this::tooLarge,
            this::late,
            this::held,
            (context, failure) -> Answers.failure(context.response(), failure));
    router.route(PATH).order(BEFORE_THE_FRAMEWORK).handler(this::admit);
    body.read(router, PATH, BEFORE_THE_FRAMEWORK + 1, this::receive);
  }

  private int maxBodyBytes() {
    return Math.toIntExact(config.maxBodySize().asLongValue());
  }

  private SharedBytes.Use held(RoutingContext context) {
    SharedBytes.Use held = memory.use(principal(context).tenantId());
    context.put(HELD, held);
    context.addEndHandler(ended -> held.end());
    return held;
  }

  private void tooLarge(RoutingContext context) {
    Answers.failure(context.response(), new TooLarge("body", maxBodyBytes()));
  }

  private void late(RoutingContext context) {
    String message = "body: expected within " + config.bodyTimeLimit().toSeconds() + " s";
    log.note(context.get(RequestIds.KEY), message);
    Answers.refuse(context.response(), 408, ErrorCode.VALIDATION, message);
  }

  private void admit(RoutingContext context) {
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
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"keelson\"");
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

  private static String coding(MultiMap headers) {
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
    aside(
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

  /** Work on a virtual thread, that gives what is to be done on the request's event loop. */
  private interface Aside {
    Runnable run();
  }

  private static void aside(RoutingContext context, Aside work) {
    Context eventLoop = context.vertx().getOrCreateContext();
    Thread.ofVirtual()
        .name("event-door")
        .start(
            () -> {
              Runnable then = work.run();
              eventLoop.runOnContext(back -> then.run());
            });
  }

  private void receive(RoutingContext context) {
    byte[] body = HeldBody.take(context);
    Principal principal = principal(context);
    EventIntake.Open open = context.get(OPEN);
    SharedBytes.Use held = context.get(HELD);
    String requestId = context.get(RequestIds.KEY);
    // Of the request's own, which its event loop alone reads from.
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(context.request().headers());
    held.hold();
    aside(
        context,
        () -> {
          try {
            EventBatch batch = read(open, headers, body, held);
            points.take(principal, batch.size());
            Taken taken =
                intake.take(principal, open.collector(), batch.events(), batch.rejected());
            return () -> EventAnswer.write(context.response(), batch, taken);
          } catch (RuntimeException | Error e) {
            if (e instanceof Invalid) {
              log.note(requestId, e.getMessage());
            }
            return () -> Answers.failure(context.response(), e);
          } finally {
            held.letGo();
          }
        });
  }

  private EventBatch read(
      EventIntake.Open open, MultiMap headers, byte[] body, SharedBytes.Use held) {
    IdempotencyKey key = IdempotencyKey.of(headers.get("Idempotency-Key"), 0);
    byte[] plain = coding(headers).equals("gzip") ? inflated(body, held) : body;
    held.add((long) BYTES_IN_MEMORY_PER_BYTE * plain.length, "the body");
    EventReader reader =
        new EventReader(
            open.schema(),
            key == null ? null : key.value(),
            clock.instant(),
            new EventReader.Bounds(
                config.maxEvents(), Math.toIntExact(config.maxEventSize().asLongValue())));
    return reader.read(EventForm.of(headers).orElseThrow(), headers, plain);
  }

  /** As far as a body may be large: what grows on is cut off, and refused. */
  private byte[] inflated(byte[] body, SharedBytes.Use held) {
    held.add(maxBodyBytes(), "the body");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(maxBodyBytes() + 1);
      if (plain.length > maxBodyBytes()) {
        throw new TooLarge("body", maxBodyBytes());
      }
      return plain;
    } catch (IOException e) {
      throw new Invalid("body", null, "gzip, as Content-Encoding says");
    }
  }

  private static Principal principal(RoutingContext context) {
    return Visitor.of(context).flatMap(Visitor::principal).orElseThrow();
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
