package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttachmentTest {

  @Test
  void aPlainNameStaysAsItIs() {
    assertThat(Attachment.header("wine 2.csv"))
        .isEqualTo("attachment; filename=\"wine 2.csv\"; filename*=UTF-8''wine%202.csv");
  }

  @Test
  void onlyTheLastNameOfAPathCounts() {
    assertThat(Attachment.header("../../etc/passwd")).contains("filename=\"passwd\"");
    assertThat(Attachment.header("C:\\x\\y.txt")).contains("filename=\"y.txt\"");
  }

  @Test
  void whatWouldEndTheHeaderIsReplaced() {
    String header = Attachment.header("a\"; filename=evil.html\r\nSet-Cookie: x=1");

    assertThat(header)
        .doesNotContain("\r", "\n")
        .startsWith("attachment; filename=\"a__ filename_evil.html");
    assertThat(header.chars().filter(c -> c == '"').count()).isEqualTo(2);
  }

  @Test
  void otherScriptsAreEncoded() {
    assertThat(Attachment.header("данные.csv"))
        .isEqualTo(
            "attachment; filename=\"______.csv\"; filename*=UTF-8''%D0%B4%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5.csv");
  }

  @Test
  void directionMarksAreLeftOut() {
    assertThat(Attachment.header("a\u202Efdp.exe")).contains("filename=\"afdp.exe\"");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ".", "..", "a/", "\n", "\uD800"})
  void aNameThatIsNoneIsCalledDownload(String name) {
    assertThat(Attachment.header(name)).contains("filename=\"download\"");
  }
}
