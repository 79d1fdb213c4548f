<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#assign wrong=messagesPerField.existsError("totp")>
<@layout.registrationLayout displayMessage=!wrong; section>
<#if section = "header">${msg("otpTitle")}
<#elseif section = "form">
<form id="kc-otp-login-form" class="form" action="${url.loginAction}" method="post">
  <#if otpLogin.userOtpCredentials?size gt 1>
  <fieldset class="field">
    <legend>${msg("otpDevice")}</legend>
    <#list otpLogin.userOtpCredentials as credential>
    <label class="choice"><input type="radio" name="selectedCredentialId" value="${credential.id}"<#if credential.id == otpLogin.selectedCredentialId> checked</#if>> ${credential.userLabel}</label>
    </#list>
  </fieldset>
  </#if>
  <@field.input name="otp" label=msg("loginOtpOneTime") error=wrong?then(messagesPerField.get("totp"), "") autocomplete="one-time-code" inputmode="numeric" autofocus=true class="input code"/>
  <@field.button label=msg("doLogIn") name="login" id="kc-login"/>
</form>
</#if>
</@layout.registrationLayout>
