<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "sign-in.ftl" as signIn>
<#import "passkeys.ftl" as passkeys>
<#assign wrong=messagesPerField.existsError("username", "password")>
<@layout.registrationLayout displayMessage=!wrong displayInfo=realm.password && realm.registrationAllowed && !registrationDisabled??; section>
<#if section = "header">${msg("loginAccountTitle")}
<#elseif section = "form">
<#if realm.password>
<#assign error=wrong?then(messagesPerField.getFirstError("username", "password"), "")>
<form id="kc-form-login" class="form" action="${url.loginAction}" method="post">
  <#if !usernameHidden??><@field.username error=error/></#if>
  <@field.password name="password" label=msg("password") error=(usernameHidden??)?then(error, "") autofocus=usernameHidden??/>
  <#if !usernameHidden??><@field.rememberMe/></#if>
  <input type="hidden" id="id-hidden-input" name="credentialId" value="${(auth.selectedCredential)!}">
  <@field.button label=msg("doLogIn") name="login" id="kc-login"/>
  <@signIn.forgottenPassword/>
</form>
</#if>
<@passkeys.conditionalUIData/>
<@signIn.demo/>
<#elseif section = "info"><@signIn.signUp/>
<#elseif section = "socialProviders"><@signIn.providers/>
</#if>
</@layout.registrationLayout>
