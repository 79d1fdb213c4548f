<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "sign-in.ftl" as signIn>
<#import "passkeys.ftl" as passkeys>
<#assign wrong=messagesPerField.existsError("username")>
<@layout.registrationLayout displayMessage=!wrong displayInfo=realm.password && realm.registrationAllowed && !registrationDisabled??; section>
<#if section = "header">${msg("loginAccountTitle")}
<#elseif section = "form">
<#if realm.password>
<form id="kc-form-login" class="form" action="${url.loginAction}" method="post">
  <#if !usernameHidden??>
  <@field.username error=wrong?then(messagesPerField.get("username"), "")/>
  <@field.rememberMe/>
  </#if>
  <@field.button label=msg("doContinue") name="login" id="kc-login"/>
</form>
</#if>
<@passkeys.conditionalUIData/>
<@signIn.demo/>
<#elseif section = "info"><@signIn.signUp/>
<#elseif section = "socialProviders"><@signIn.providers/>
</#if>
</@layout.registrationLayout>
