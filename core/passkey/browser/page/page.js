"use strict";
// The link is spent; neither the address bar nor the way back is to show it.
history.replaceState(null, "", "/");

document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("main");
  const byId = (id) => document.getElementById(id);
  const [status, said, begin, cancel] = ["status", "said", "begin", "cancel"].map(byId);
  const kind = page.dataset.kind;
  const stop = new AbortController();
  // ready, asking (the browser's own dialog is open), sending, over
  let state = "ready";

  const say = (name) => {
    const word = document.querySelector('[data-word="' + name + '"]');
    said.textContent = word.textContent;
    status.dataset.tone = word.dataset.tone;
  };

  // The last word has the focus, because the buttons are gone.
  const end = (name) => {
    state = "over";
    byId("buttons").hidden = true;
    byId("explain").hidden = true;
    say(name);
    said.focus();
  };

  const decode = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const encode = (buffer) => {
    const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  // For browsers without PublicKeyCredential.parse…OptionsFromJSON.
  const decodeOptions = (options) => {
    const known = (list) => list.map((one) => ({ ...one, id: decode(one.id) }));
    const decoded = { ...options, challenge: decode(options.challenge) };
    if (options.user) decoded.user = { ...options.user, id: decode(options.user.id) };
    if (options.excludeCredentials) decoded.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) decoded.allowCredentials = known(options.allowCredentials);
    return decoded;
  };

  const parseOptions = (options) => {
    const name = kind === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
    return PublicKeyCredential[name] ? PublicKeyCredential[name](options) : decodeOptions(options);
  };

  const encodeCredential = (credential) => {
    const answer = credential.response;
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = encode(answer[name]);
    }
    if (answer.getTransports) response.transports = answer.getTransports();
    return {
      id: credential.id,
      rawId: encode(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults ? credential.getClientExtensionResults() : {},
      response,
    };
  };

  // Credentials of password managers may have no toJSON, or the browser's own, which refuses them.
  const toJSON = (credential) => {
    try {
      return credential.toJSON();
    } catch {
      return encodeCredential(credential);
    }
  };

  // The mode stays "cors": in any other a page with no-referrer sends "Origin: null" (Fetch, "append a request
  // `Origin` header").
  const post = async (path, value, leaving) => {
    const answer = await fetch(path, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      keepalive: leaving,
      headers: { "Content-Type": "application/json", "Gatehouse-Finish": page.dataset.finish },
      body: JSON.stringify(value),
    });
    if (!answer.ok) throw new Error("refused");
    return (await answer.json()).outcome;
  };

  const give = async (reason) => {
    state = "sending";
    byId("buttons").hidden = true;
    stop.abort();
    try {
      end(await post("/cancel", { reason }, false));
    } catch {
      end("ended");
    }
  };

  // Most reasons come as NotAllowedError, whatever they are. The person may try again until the time is up.
  const refused = (error) => {
    if (state !== "asking") return; // cancelled here, or the time is up
    if (error.name === "InvalidStateError" && kind === "create") {
      give("already-registered");
    } else if (error.name === "NotAllowedError" || error.name === "AbortError") {
      state = "ready";
      begin.textContent = begin.dataset.retry;
      begin.hidden = false;
      say("nothing");
      begin.focus();
    } else {
      give("unsupported");
    }
  };

  const ask = async () => {
    if (state !== "ready") return;
    state = "asking";
    begin.hidden = true;
    say("asking");
    let answer;
    try {
      const publicKey = parseOptions(JSON.parse(page.dataset.options));
      answer = toJSON(await navigator.credentials[kind]({ publicKey, signal: stop.signal }));
    } catch (error) {
      refused(error);
      return;
    }
    if (state !== "asking") return;
    state = "sending";
    byId("buttons").hidden = true;
    say("checking");
    try {
      end(await post("/finish", answer, false));
    } catch {
      end("ended");
    }
  };

  begin.addEventListener("click", ask);
  cancel.addEventListener("click", () => give("cancelled"));
  addEventListener("pagehide", () => {
    // Nobody is left to be told whether it arrived; the timer of Gatehouse ends the ceremony else.
    if (state === "ready" || state === "asking") post("/cancel", { reason: "cancelled" }, true).catch(() => {});
  });
  setTimeout(() => {
    if (state !== "ready" && state !== "asking") return;
    end("timed-out");
    stop.abort();
  }, Number(page.dataset.left));

  if (!window.PublicKeyCredential || !navigator.credentials) {
    give("unsupported");
    return;
  }
  byId("buttons").hidden = false;
  begin.focus();
  if ("automatic" in page.dataset) ask();
});
