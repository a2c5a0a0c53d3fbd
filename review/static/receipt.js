// The receipt's page: it prints itself.

const button = document.getElementById("print");
button?.addEventListener("click", () => print());
if (button && sessionStorage.getItem("hoso-receipt-new")) {
  sessionStorage.removeItem("hoso-receipt-new");
  button.focus();
}
