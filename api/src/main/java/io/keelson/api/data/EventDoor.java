package io.keelson.api.data;

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
import io.keelson.api.identity.FreshCaller;
import io.keelson.api.identity.Visitor;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.object.TooLarge;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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
  private static final String HELD = "keelson.events-held";

  /** Of a request, and what a compressed one may grow to. */
  private static final int MAX_BODY_BYTES = 4 << 20;

  /** How long a body may take to come. */
  private static final Duration BODY_TIME_LIMIT = Duration.ofSeconds(10);

  /** Events of one request. */
  private static final int MAX_EVENTS = 10_000;

  /** Of its JSON. */
  private static final int MAX_EVENT_BYTES = 256 << 10;

  /** Rows, their compressed form, and what is made of one event at a time. */
  private static final int BYTES_IN_MEMORY_PER_BYTE = 4;

  private static final long BYTES_IN_MEMORY_PER_EVENT = 256;
  private static final int LEAST_BYTES_PER_EVENT = 3;

  private final EventIntake intake;
  private final FreshCaller fresh;
  private final EventPoints points;
  private final EventAdmission admission;
  private final SharedBytes memory;
  private final HostileInputLog log;
  private final InstantSource clock;

  EventDoor(
      EventIntake intake,
      FreshCaller fresh,
      EventPoints points,
      BrowserProof proof,
      SharedBytes memory,
      HostileInputLog log,
      InstantSource clock) {
    this.intake = intake;
    this.fresh = fresh;
    this.points = points;
    this.memory = memory;
    this.log = log;
    this.clock = clock;
    this.admission = new EventAdmission(intake, points, proof);
  }

  void register(@Observes Router router) {
    BoundedBody body =
        new BoundedBody(
            MAX_BODY_BYTES,
            BODY_TIME_LIMIT,
            this::tooLarge,
            this::late,
            this::held,
            (context, failure) -> Answers.failure(context.response(), failure));
    router
        .route(PATH)
        .order(BEFORE_THE_FRAMEWORK)
        .handler(admission::admit)
        .failureHandler(admission::failed);
    body.read(router, PATH, BEFORE_THE_FRAMEWORK + 1, fresh.before(this::receive));
  }

  private SharedBytes.Use held(RoutingContext context) {
    SharedBytes.Use held = memory.use(EventAdmission.principal(Visitor.of(context)).tenantId());
    context.put(HELD, held);
    context.addEndHandler(ended -> held.end());
    return held;
  }

  private void tooLarge(RoutingContext context) {
    Answers.failure(context.response(), new TooLarge("body", MAX_BODY_BYTES));
  }

  private void late(RoutingContext context) {
    String message = "body: expected within " + BODY_TIME_LIMIT.toSeconds() + " s";
    log.note(context.get(RequestIds.KEY), message);
    Answers.refuse(context.response(), 408, ErrorCode.VALIDATION, message);
  }

  private void receive(RoutingContext context) {
    byte[] body = HeldBody.take(context);
    Optional<Visitor> visitor = Visitor.of(context);
    EventIntake.Open admitted = EventAdmission.open(context);
    boolean isLate = FreshCaller.wasLookedUpAgain(context);
    SharedBytes.Use held = context.get(HELD);
    String requestId = context.get(RequestIds.KEY);
    // Of the request's own, which its event loop alone reads from.
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(context.request().headers());
    held.hold();
    Aside.run(
        context,
        () -> {
          try {
            Principal principal = EventAdmission.principal(visitor);
            EventIntake.Open open =
                isLate ? intake.open(principal, admitted.collector().id()) : admitted;
            EventBatch batch = read(principal, open, headers, body, held);
            points.takeForEvents(principal, batch.size());
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
      Principal principal,
      EventIntake.Open open,
      MultiMap headers,
      byte[] body,
      SharedBytes.Use held) {
    IdempotencyKey key = IdempotencyKey.of(headers.get("Idempotency-Key"), 0);
    byte[] plain = EventAdmission.coding(headers).equals("gzip") ? inflated(body, held) : body;
    points.takeForBytes(principal, plain.length);
    held.add(memoryBytes(plain.length), "the body");
    EventReader reader =
        new EventReader(
            open.schema(),
            key == null ? null : principal.kind() + ":" + principal.id() + " " + key.value(),
            clock.instant(),
            new EventReader.Bounds(MAX_EVENTS, MAX_EVENT_BYTES));
    return reader.read(EventForm.of(headers).orElseThrow(), headers, plain);
  }

  private long memoryBytes(int plainBytes) {
    long mostEvents = Math.min(MAX_EVENTS, plainBytes / LEAST_BYTES_PER_EVENT + 1);
    return (long) BYTES_IN_MEMORY_PER_BYTE * plainBytes + BYTES_IN_MEMORY_PER_EVENT * mostEvents;
  }

  /** As far as a body may be large: what grows on is cut off, and refused. */
  private byte[] inflated(byte[] body, SharedBytes.Use held) {
    held.add(MAX_BODY_BYTES, "the body");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(MAX_BODY_BYTES + 1);
      if (plain.length > MAX_BODY_BYTES) {
        throw new TooLarge("body", MAX_BODY_BYTES);
      }
      return plain;
    } catch (IOException e) {
      throw new Invalid("body", null, "gzip, as Content-Encoding says");
    }
  }
}
