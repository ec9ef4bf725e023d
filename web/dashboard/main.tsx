// The order of style sheets is that of their imports: what components build on comes first.
import "../shared/styles/tokens.css";
import "../shared/styles/base.css";
import "./styles/base.css";
import "./styles/buttons.css";
import "./styles/forms.css";
import "./styles/panels.css";
import { render } from "preact";
import { direction, language } from "../shared/messages/language.ts";
import { App } from "./app.tsx";

const root = document.getElementById("dashboard");
document.documentElement.lang = language;
document.documentElement.dir = direction;
if (root) render(<App />, root);
