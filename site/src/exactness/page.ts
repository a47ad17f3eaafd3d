import "../frame/theme.js";
