package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureTap;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.tenancy.database.Ids;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted of an endpoint, and how many windows it keeps. */
class DriftCountsIT {
  private final WatchedEndpoint watched = new WatchedEndpoint();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void shortWindowsGoByTheirNumber() {
    watched.windowsOf(10);
    Instant first = watched.ground.clock.instant();
    for (int windows : new int[] {0, 1, TallyRows.MAX_KEPT_WINDOWS}) {
      watched.ground.passSeconds(
          (int) Duration.between(watched.ground.clock.instant(), first).toSeconds());
      watched.ground.passSeconds(10 * windows);
      watched.ask(watched.oneQueue, 10, 0);
      watched.one.flush();
    }
    assertThat(ofSeconds(10)).as("none is too old").isEqualTo(3);
    watched.windowsOf(WatchedEndpoint.HOUR);
    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();

    watched.windowsOf(10);
    watched.ground.passSeconds(10);
    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();

    assertThat(ofSeconds(10)).as("the first went as one more came").isEqualTo(3);
    assertThat(ofSeconds(WatchedEndpoint.HOUR)).isEqualTo(1);
  }

  @Test
  void windowsOfManyLengthsGoByTheirNumberTogether() {
    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();
    watched.ground.execute(
        """
        INSERT INTO serving.drift_window
          (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts)
        SELECT tenant_id, endpoint_id, window_at - make_interval(mins => n), 10 + n % 50, revision,
          model_version_id, rows, counts
        FROM serving.drift_window, generate_series(1,\
        """
            + TallyRows.MAX_KEPT_ROWS
            + ") n");
    assertThat(watched.count(watched.tenant, "true")).isEqualTo(TallyRows.MAX_KEPT_ROWS + 1);

    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();
    assertThat(watched.count(watched.tenant, "true"))
        .as("none began")
        .isEqualTo(TallyRows.MAX_KEPT_ROWS + 1);

    watched.ground.passSeconds(WatchedEndpoint.HOUR);
    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();

    assertThat(watched.count(watched.tenant, "true")).isEqualTo(TallyRows.MAX_KEPT_ROWS);
    assertThat(ofSeconds(WatchedEndpoint.HOUR)).as("the newest stay").isEqualTo(2);
  }

  @Test
  void whatIsNoMessageOrFindsNoRoomIsCountedAndHoldsUpNobody() {
    CaptureTap<DriftTarget> broken =
        watched.oneQueue.tap(watched.tenant, watched.endpoint, 1, watched.target());
    broken.request(new byte[] {0, 0, 0, 0, 1, 99});
    broken.answer(Messages.framed(Messages.answer(1)));
    broken.answered(1_000);
    CaptureTap<DriftTarget> unknown =
        watched.oneQueue.tap(
            watched.tenant,
            watched.endpoint,
            1,
            new DriftTarget(Ids.next(), 1, WatchedEndpoint.HOUR));
    unknown.request(Messages.framed(Messages.request(new float[][] {{1, 2}})));
    unknown.answer(Messages.framed(Messages.answer(1)));
    unknown.answered(1_000);
    CaptureQueue<DriftTarget> full = new CaptureQueue<>(10, 10, watched.ground.clock);
    watched.ask(full, 5, 0);
    watched.ask(watched.oneQueue, 10, 0);
    watched.one.flush();
    watched.gateway(full).flush();

    assertThat(watched.rule().counted()).isEqualTo(10);
    assertThat(watched.rule().dropped()).isEqualTo(new DriftRule.Dropped(1, 2));
    assertThat(watched.oneQueue.waiting()).isZero();
    assertThat(watched.oneQueue.heldBytes()).isZero();
  }

  private long ofSeconds(int seconds) {
    return watched.count(watched.tenant, "window_s = " + seconds);
  }
}
