package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class ConsolePagesIT {
  private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

  @Test
  void everyPageAddressAnswersTheOneDocumentWhichIsAskedForAnew() {
    for (String page : new String[] {"/", "/projects", "/runs/UnVuOjE", "/index.html"}) {
      Response answer = page(page);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body().asString()).contains("<div id=\"root\">");
      assertThat(answer.header("Cache-Control")).as(page).isEqualTo("no-cache");
    }
    assertThat(page("/theme.js").header("Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void filesWithAHashInTheirNameAreKept() {
    Matcher script = SCRIPT.matcher(page("/").body().asString());
    assertThat(script.find()).isTrue();
    Response answer = page(script.group(1));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("immutable");
  }

  @Test
  void aFileThatIsNotThereIsNoPage() {
    assertThat(page("/assets/nothing.js").statusCode()).isEqualTo(404);
    assertThat(page("/nothing.js").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesMayRunOnlyFilesOfOurOwn() {
    assertThat(page("/projects").header("Content-Security-Policy"))
        .contains("script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe");
  }

  private static Response page(String path) {
    return RestAssured.given().header("Accept", "text/html,*/*").get(path);
  }
}
