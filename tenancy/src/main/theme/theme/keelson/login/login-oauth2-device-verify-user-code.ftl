<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout displayMessage=!(message?has_content && message.type = "error"); section>
<#if section = "header">${msg("oauth2DeviceVerificationTitle")}
<#elseif section = "form">
<p>${msg("deviceIntro")}</p>
<form id="kc-user-verify-device-user-code-form" class="form" action="${url.oauth2DeviceVerificationAction}" method="post">
  <@field.input name="device_user_code" label=msg("verifyOAuth2DeviceUserCode") autofocus=true class="input code"
    error=(message?has_content && message.type = "error")?then(message.summary, "")/>
  <@field.button label=msg("doContinue")/>
</form>
</#if>
</@layout.registrationLayout>
