// The same counter as a window: the card is read beside the thread that draws, with progress and a button to give up.
using System;
using System.IO;
using System.Threading;
using System.Windows.Forms;
using DinhDanh;

internal sealed class CheckInForm : Form
{
    private readonly TextBox mrz = new TextBox { Multiline = true, Dock = DockStyle.Top, Height = 60 };
    private readonly Button read = new Button { Text = "Đọc thẻ", Dock = DockStyle.Top };
    private readonly Button cancel = new Button { Text = "Hủy", Dock = DockStyle.Top, Enabled = false };
    private readonly Label status = new Label { Dock = DockStyle.Fill };
    private readonly Verifier verifier = Verifier.CitizenCards();
    private CancellationTokenSource reading;

    internal CheckInForm(string anchors)
    {
        verifier.Load(File.ReadAllBytes(anchors));
        Controls.AddRange(new Control[] { status, cancel, read, mrz });
        read.Click += Read;
        cancel.Click += delegate { if (reading != null) reading.Cancel(); };
    }

    private async void Read(object sender, EventArgs e)
    {
        read.Enabled = false;
        cancel.Enabled = true;
        try
        {
            using (reading = new CancellationTokenSource())
            using (ReadRequest request = new ReadRequest().Mrz(mrz.Text))
            using (var session = new CardSession(request))
            {
                // Made here, it reports on the thread of this window.
                var progress = new Progress<Progress>(now => status.Text = now.File ?? now.Stage.ToString());
                using (PcscTransport card = PcscTransport.Connect(PcscTransport.Readers()[0]))
                    await session.RunAsync(card, progress, reading.Token);
                using (CardReading read = session.Reading())
                using (Verification answer = verifier.Verify(read, DateTimeOffset.UtcNow))
                using (Citizen citizen = answer.Citizen())
                    status.Text = (answer.MeetsPolicy ? "Chấp nhận: " : "Từ chối: ") + citizen.FullName();
            }
        }
        catch (OperationCanceledException)
        {
            status.Text = "Đã hủy.";
        }
        catch (DinhDanhException failed)
        {
            status.Text = failed.MessageVi;
        }
        catch (TransportException)
        {
            status.Text = "Đặt thẻ lên đầu đọc rồi thử lại.";
        }
        finally
        {
            reading = null;
            read.Enabled = true;
            cancel.Enabled = false;
        }
    }

    [STAThread]
    private static void Main(string[] words)
    {
        Application.Run(new CheckInForm(words[0]));
    }
}
