<#-- A field with its label and what is wrong with it, which the field names to whoever hears the page. -->
<#macro fault name text>
  <#if text?has_content><p id="input-error-${name}" class="fault">${kcSanitize(text)?no_esc}</p></#if>
</#macro>

<#macro marks name error autofocus>
  <#if error?has_content> aria-invalid="true" aria-describedby="input-error-${name}"</#if><#if autofocus> autofocus</#if></#macro>

<#macro input name label error="" value="" autocomplete="off" autofocus=false class="input" hint="" inputmode="">
<div class="field">
  <label for="${name}">${label}</label>
  <#if hint?has_content><p class="hint" id="${name}-hint">${hint}</p></#if>
  <input type="text" id="${name}" name="${name}" class="${class}" value="${value}" autocomplete="${autocomplete}" dir="ltr"
    autocapitalize="none" spellcheck="false"<#if inputmode?has_content> inputmode="${inputmode}"</#if><@marks name=name error=error autofocus=autofocus/>>
  <@fault name=name text=error/>
</div>
</#macro>

<#macro password name label error="" autocomplete="current-password" autofocus=false>
<div class="field">
  <label for="${name}">${label}</label>
  <div class="password" dir="ltr">
    <input type="password" id="${name}" name="${name}" class="input" autocomplete="${autocomplete}"<@marks name=name error=error autofocus=autofocus/>>
    <#-- The script makes it appear, which alone can make it work. -->
    <button type="button" class="show" hidden data-shows="${name}" data-hide="${msg("hide")}" data-hide-label="${msg("hidePassword")}" aria-label="${msg("showPassword")}">${msg("show")}</button>
  </div>
  <@fault name=name text=error/>
</div>
</#macro>

<#macro username error="" autofocus=true>
<#assign usernameLabel><#if !realm.loginWithEmailAllowed>${msg("username")}<#elseif !realm.registrationEmailAsUsername>${msg("usernameOrEmail")}<#else>${msg("email")}</#if></#assign>
<@input name="username" label=usernameLabel error=error autofocus=autofocus value=(login.username)!(auth.attemptedUsername)!""
  autocomplete=(enableWebAuthnConditionalUI?has_content)?then("username webauthn", "username")/>
</#macro>

<#macro rememberMe>
<#if realm.rememberMe>
<label class="choice"><input type="checkbox" class="checkbox" id="rememberMe" name="rememberMe"<#if login.rememberMe??> checked</#if>> ${msg("rememberMe")}</label>
</#if>
</#macro>

<#-- Only the first of a page is the one to press. -->
<#macro button label name="" id="" value="" kind="primary">
<button type="submit" class="button ${kind} wide"<#if name?has_content> name="${name}"</#if><#if value?has_content> value="${value}"</#if><#if id?has_content> id="${id}"</#if>>${label}</button>
</#macro>
