<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#assign wrong=messagesPerField.existsError("password", "password-confirm")>
<@layout.registrationLayout displayMessage=!wrong && !(message?has_content && message.type = "warning"); section>
<#if section = "header">${msg("updatePasswordTitle")}
<#elseif section = "form">
<#assign first=messagesPerField.existsError("password")?then(messagesPerField.get("password"), "")>
<#assign second=messagesPerField.existsError("password-confirm")?then(messagesPerField.get("password-confirm"), "")>
<form id="kc-passwd-update-form" class="form" action="${url.loginAction}" method="post">
  <@field.password name="password-new" label=msg("passwordNew") error=first autocomplete="new-password" autofocus=!second?has_content/>
  <@field.password name="password-confirm" label=msg("passwordConfirm") error=second autocomplete="new-password" autofocus=second?has_content/>
  <label class="choice"><input type="checkbox" class="checkbox" id="logout-sessions" name="logout-sessions" value="on"> ${msg("logoutOtherSessions")}</label>
  <@field.button label=msg("doSavePassword") name="login"/>
  <#if isAppInitiatedAction??><@field.button label=msg("doCancel") name="cancel-aia" value="true" kind="plain"/></#if>
</form>
</#if>
</@layout.registrationLayout>
